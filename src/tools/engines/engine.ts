/** What the tests need of a browser, whichever engine it has. */

export type Tab = {
  /** Settles when the page has been loaded. */
  goto(url: string): Promise<void>;
  /** Evaluates an expression in the page, waits for its promise, and gives its value as JSON would. */
  evaluate(expression: string): Promise<unknown>;
};

export type EngineName = "chromium" | "firefox" | "webkit";

export type Engine = {
  readonly name: EngineName;
  /** As the browser tells it, such as `Firefox 153.8.0`. */
  readonly version: string;
  /** The only tab. */
  readonly tab: Tab;
  close(): Promise<void>;
};

/** Longest that a page may think about an expression, in ms. A page that is frozen answers nothing at all. */
export const ANSWER_LIMIT_MS = 60_000;

/** Calls a function in the page. It may use nothing but its parameters, which travel as JSON. */
export async function call<Parameters extends readonly unknown[], Value>(
  tab: Tab,
  inPage: (...parameters: Parameters) => Value | Promise<Value>,
  ...parameters: Parameters
): Promise<Value> {
  const list = parameters.map((parameter) => JSON.stringify(parameter)).join(", ");
  return (await tab.evaluate(`(${String(inPage)})(${list})`)) as Value;
}

/** Rejects when it takes longer. */
export async function within<Value>(limitMs: number, what: string, promise: Promise<Value>): Promise<Value> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`${what} took longer than ${limitMs} ms.`)), limitMs);
  });
  try {
    return await Promise.race([promise, late]);
  } finally {
    clearTimeout(timer);
  }
}
