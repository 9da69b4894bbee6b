/** Learner code that does not let go: where it stands, and what is said of it. */

const PAGE = "app/page.tsx";
const TASKS = "convex/tasks.ts";
const AUTH = "convex/auth.config.ts";
const HALVES = "handoff.ts";

/** The code stands on a line of its own behind that one; at the top of the file when there is none. */
type Place = { readonly path: string; readonly behind: string | null };

export type Cell = Place & {
  readonly what: string;
  readonly code: string;
  /** Of the verdict. */
  readonly expected: object;
  /** Of the verdict's error, or of the first check that failed. */
  readonly sentence: RegExp;
};

export const inApp: Place = { path: PAGE, behind: `import { api } from "../convex/_generated/api";` };
const inRender: Place = { path: PAGE, behind: "export default function Page() {" };
const inQuery: Place = { path: TASKS, behind: "  handler: async (ctx) => {" };
export const inMutation: Place = { path: TASKS, behind: "  handler: async (ctx, { text }) => {" };
const inAuth: Place = { path: AUTH, behind: null };
const inClient: Place = {
  path: HALVES,
  behind: "export async function client(person: Person | null) {",
};
const inServer: Place = {
  path: HALVES,
  behind: "export async function server(request: Request, database: Database): Promise<Response> {",
};

export const LOOP = "while (true) {}";
const GENERATOR = "function* forever() { while (true) yield 1; } for (const one of forever()) void one;";
const ASYNC = "(async () => { for (;;) await null; })();";
const MICROTASKS = "const again = () => queueMicrotask(again); again();";
const DEEP = "const deep = (n: number): number => deep(n + 1) + 1; deep(0);";
const TWICE = "const twice = (n: number): number => (n === 0 ? 1 : twice(n - 1) + twice(n - 1)); twice(60);";
const STRINGS = `let s = "x"; for (;;) s += s;`;
const TIMERS = "for (let i = 0; i < 1_000_000; i++) setTimeout(() => {}, 0);";
export const ARRAYS =
  "const kept: unknown[] = []; for (;;) kept.push(new Array(2_000_000).fill(kept.length));";
const NODES = `for (;;) document.body.append(document.createElement("p"));`;
const CANVASES = `const kept: unknown[] = []; for (;;) { const c = document.createElement("canvas"); c.width = c.height = 4096; c.getContext("2d")?.fillRect(0, 0, 9, 9); kept.push(c); }`;
const POSTS = `const flood = () => { for (let i = 0; i < 5000; i++) parent.postMessage("x".repeat(1000), "*"); setTimeout(flood, 0); }; flood();`;
const FETCHES = `const flood = () => { for (let i = 0; i < 500; i++) fetch(process.env.NEXT_PUBLIC_CONVEX_URL + "/version").catch(() => {}); setTimeout(flood, 0); }; flood();`;
const SOCKET = `const socket = new WebSocket(process.env.NEXT_PUBLIC_CONVEX_URL!.replace("https", "wss") + "/api/1.0.0/sync"); const flood = () => { for (let i = 0; i < 5000; i++) socket.send("{}"); setTimeout(flood, 0); }; socket.onopen = flood;`;
const WORKERS = `const code = "onmessage = ({ data }) => { for (let i = 0; i < 9; i++) new Worker(URL.createObjectURL(new Blob([data]))).postMessage(data); for (;;); }"; for (let i = 0; i < 9; i++) new Worker(URL.createObjectURL(new Blob([code]))).postMessage(code);`;

const appStuck = { status: "error", error: { code: "app-stuck", file: PAGE } };
const flooded = { status: "error", error: { code: "app-flood" } };
const functionStuck = { status: "error", error: { code: "function-timeout", file: TASKS, line: 7 } };
const pushStuck = { status: "error", error: { code: "push-timeout", file: AUTH } };
const scriptStuck = { status: "error", error: { code: "script-stuck", file: HALVES } };
export const gone = { status: "error", error: { code: "sandbox-gone" } };
const failed = { status: "failed" };

export const OUT_OF_MEMORY =
  /ended the process that your code ran in\. That happens when it needs too much memory\./;
const FLOOD = /^The app sent thousands of messages within a second, so it was stopped\./;

/** The text of the cell's file with its code in it. */
export function withCode(
  { path, behind, code }: Pick<Cell, "path" | "behind" | "code">,
  text: string,
): string {
  if (behind === null) return `${code}\n${text}`;
  if (!text.includes(`${behind}\n`)) throw new Error(`${path} does not hold: ${behind}`);
  return text.replace(`${behind}\n`, `${behind}\n${code}\n`);
}

function cell(what: string, place: Place, code: string, expected: object, sentence: RegExp): Cell {
  return { what, ...place, code, expected, sentence };
}

// oxfmt-ignore
export const CELLS: readonly Cell[] = [
  cell("a loop in the app", inRender, LOOP, { ...appStuck, error: { ...appStuck.error, line: 9 } }, /loop at app\/page\.tsx:9/),
  cell("microtasks in the app", inApp, MICROTASKS, { status: "error", error: { code: "app-stuck" } }, /kept its page busy/),
  cell("nodes in the app", inApp, NODES, appStuck, /loop at app\/page\.tsx:7/),
  cell("canvases in the app", inApp, CANVASES, appStuck, /loop at app\/page\.tsx:7/),
  cell("deep recursion in the app", inRender, DEEP, failed, /RangeError: Maximum call stack size exceeded/),
  cell("timers by the million in the app", inApp, TIMERS, failed, /More than 10,000 timers wait at once\./),
  cell("workers that start workers in the app", inApp, WORKERS, failed, /no more than 4 workers at once\./),
  cell("messages to the page from the app", inApp, POSTS, flooded, FLOOD),
  cell("requests from the app", inApp, FETCHES, flooded, FLOOD),
  cell("frames of a socket from the app", inApp, SOCKET, flooded, FLOOD),
  cell("arrays in the app", inApp, ARRAYS, gone, OUT_OF_MEMORY),
  cell("a generator in a query", inQuery, GENERATOR, functionStuck, /The function tasks:list ran for more than one second, .*loop at convex\/tasks\.ts:7/),
  cell("an async loop in a query", inQuery, "for (;;) await ctx.auth.getUserIdentity();", functionStuck, /loop at convex\/tasks\.ts:7/),
  cell("strings in a query", inQuery, STRINGS, failed, /RangeError: Invalid string length\s+at handler \(\.\.\/convex\/tasks\.ts:7:/),
  cell("arrays in a query", inQuery, ARRAYS, gone, OUT_OF_MEMORY),
  cell("an async loop in auth.config.ts", inAuth, ASYNC, { ...pushStuck, error: { ...pushStuck.error, line: 1 } }, /loop is at convex\/auth\.config\.ts:1/),
  cell("endless recursion in auth.config.ts", inAuth, TWICE, pushStuck, /convex\/auth\.config\.ts never finishes evaluating/),
];

// oxfmt-ignore
export const SCRIPT_CELLS: readonly Cell[] = [
  cell("microtasks in the client half", inClient, MICROTASKS, scriptStuck, /^The client half of handoff\.ts kept its worker busy/),
  cell("a loop in the server half", inServer, LOOP, scriptStuck, /^The server half of handoff\.ts kept its worker busy .*loop at handoff\.ts:\d+/),
];
