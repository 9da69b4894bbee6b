/** Learner code that does not let go: where it stands, and what is said of it. */
import { expect } from "vitest";

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
  /** The engine throws: nothing has to be stopped. */
  readonly isThrown?: true;
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

/** Most that a run takes that is stopped, beyond one that is not. */
export const LONGEST_RUN_MS = 2500;

export const LOOP = "while (true) {}";
const GENERATOR = "function* forever() { while (true) yield 1; } for (const one of forever()) void one;";
/** As somebody waits who has not yet learned of promises; the callback does not come while it waits. */
const BUSY_WAIT = "let isDone = false; setTimeout(() => { isDone = true; }, 100); while (!isDone) {}";
const NO_STEP = "let i = 0; while (i < 10) { console.debug(i); }";
const ASYNC = "(async () => { for (;;) await null; })();";
/** As it may end, the page has its turns meanwhile, and its run may come to an end before it. */
const ASYNC_UNTIL = "(async () => { for (let i = 0; i >= 0; i = 1) await null; })();";
const MICROTASKS = "const again = () => queueMicrotask(again); again();";
const DEEP = "const deep = (n: number): number => deep(n + 1) + 1; deep(0);";
const TWICE = "const twice = (n: number): number => (n === 0 ? 1 : twice(n - 1) + twice(n - 1)); twice(60);";
const STRINGS = `let s = "x"; for (;;) s += s;`;
const TIMERS = "for (let i = 0; i < 1_000_000; i++) setTimeout(() => {}, 0);";
/** With a condition, so that the memory is full before a guard that sees no way out ends it. */
export const ARRAYS =
  "const kept: unknown[] = []; while (kept.length >= 0) kept.push(new Array(2_000_000).fill(kept.length));";
const ARRAYS_FOREVER =
  "const kept: unknown[] = []; for (;;) kept.push(new Array(2_000_000).fill(kept.length));";
const NODES = `for (;;) document.body.append(document.createElement("p"));`;
const CANVASES = `const kept: unknown[] = []; for (;;) { const c = document.createElement("canvas"); c.width = c.height = 4096; c.getContext("2d")?.fillRect(0, 0, 9, 9); kept.push(c); }`;
const OFFSCREEN = `const kept: unknown[] = []; for (;;) { const c = new OffscreenCanvas(4096, 4096); c.getContext("2d")?.fillRect(0, 0, 9, 9); kept.push(c); }`;
const LINES = `setInterval(() => { for (let i = 0; i < 30; i++) console.log("x".repeat(19_990) + i); }, 100);`;
const SLOW = "const end = performance.now() + 300; while (performance.now() < end) void end;";
const FRAMES = "const frame = (): void => { requestAnimationFrame(frame); }; frame();";
/** To the document that made the worker. */
const WORKER_POSTS = `for (;;) self.postMessage("x".repeat(1000));`;
const WORKER = `new Worker("data:text/javascript,for(;;);");`;
const API_FETCHES = `const flood = () => { for (let i = 0; i < 500; i++) fetch("https://api.handoff.test/notes").catch(() => {}); setTimeout(flood, 0); }; flood();`;
const POSTS = `const flood = () => { for (let i = 0; i < 5000; i++) parent.postMessage("x".repeat(1000), "*"); setTimeout(flood, 0); }; flood();`;
const FETCHES = `const flood = () => { for (let i = 0; i < 500; i++) fetch(process.env.NEXT_PUBLIC_CONVEX_URL + "/version").catch(() => {}); setTimeout(flood, 0); }; flood();`;
const SOCKET = `const socket = new WebSocket(process.env.NEXT_PUBLIC_CONVEX_URL!.replace("https", "wss") + "/api/1.0.0/sync"); const flood = () => { for (let i = 0; i < 5000; i++) socket.send("{}"); setTimeout(flood, 0); }; socket.onopen = flood;`;
const WORKERS = `const code = "onmessage = ({ data }) => { for (let i = 0; i < 9; i++) new Worker(URL.createObjectURL(new Blob([data]))).postMessage(data); for (;;); }"; for (let i = 0; i < 9; i++) new Worker(URL.createObjectURL(new Blob([code]))).postMessage(code);`;

const appStuck = { status: "error", error: { code: "app-stuck", file: PAGE } };
const flooded = { status: "error", error: { code: "app-flood" } };
const functionStuck = { status: "error", error: { code: "function-timeout", file: TASKS, line: 7 } };
const functionStopped = { status: "error", error: { code: "function-timeout", file: TASKS } };
const pushStuck = { status: "error", error: { code: "push-timeout", file: AUTH } };
const scriptStuck = { status: "error", error: { code: "script-stuck", file: HALVES } };
const failed = { status: "failed" };
const passed = { status: "passed" };
/** The memory is full before or after the time is over. */
export const stoppedOrGone = (code: string): object => ({
  status: "error",
  error: { code: expect.stringMatching(new RegExp(`^(${code}|sandbox-gone)$`)) as string },
});

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

const FIRST_CHECK = /\("An anonymous request gets nothing", async \(\) => \{/;

/** The built exercise with the code at the head of its first check; any other text as it is. */
export function withCodeInCheck(code: string, text: string): string {
  return text.replace(FIRST_CHECK, (begin) => `${begin}\n${code}\n`);
}

function cell(what: string, place: Place, code: string, expected: object, sentence: RegExp): Cell {
  return { what, ...place, code, expected, sentence };
}

/** Where the engine throws, and the error is told as any other. */
function thrown(what: string, place: Place, code: string, expected: object, sentence: RegExp): Cell {
  return { ...cell(what, place, code, expected, sentence), isThrown: true };
}

// oxfmt-ignore
export const CELLS: readonly Cell[] = [
  cell("a loop in the app", inRender, LOOP, { ...appStuck, error: { ...appStuck.error, line: 9 } }, /loop at app\/page\.tsx:9/),
  cell("a generator in the app", inRender, GENERATOR, { ...appStuck, error: { ...appStuck.error, line: 9 } }, /loop at app\/page\.tsx:9/),
  cell("a loop that waits for a callback in the app", inApp, BUSY_WAIT, { ...appStuck, error: { ...appStuck.error, line: 7 } }, /loop at app\/page\.tsx:7/),
  cell("a loop without a step in the app", inRender, NO_STEP, { ...appStuck, error: { ...appStuck.error, line: 9 } }, /loop at app\/page\.tsx:9/),
  cell("an async loop in the app", inApp, ASYNC, { ...appStuck, error: { ...appStuck.error, line: 7 } }, /loop at app\/page\.tsx:7/),
  cell("endless recursion in the app", inApp, TWICE, { status: "error", error: { code: "app-stuck" } }, /kept its page busy/),
  cell("microtasks in the app", inApp, MICROTASKS, { status: "error", error: { code: "app-stuck" } }, /kept its page busy/),
  cell("an async loop in the app that may end", inApp, ASYNC_UNTIL, {}, /^/),
  cell("nodes in the app", inApp, NODES, appStuck, /loop at app\/page\.tsx:7/),
  cell("canvases in the app", inApp, CANVASES, appStuck, /loop at app\/page\.tsx:7/),
  cell("strings in the app", inRender, STRINGS, failed, /RangeError: Invalid string length/),
  cell("deep recursion in the app", inRender, DEEP, failed, /RangeError: Maximum call stack size exceeded/),
  cell("timers by the million in the app", inApp, TIMERS, failed, /More than 10,000 timers wait at once\./),
  cell("workers that start workers in the app", inApp, WORKERS, failed, /no more than 4 workers at once\./),
  cell("messages to the page from the app", inApp, POSTS, flooded, FLOOD),
  cell("requests from the app", inApp, FETCHES, flooded, FLOOD),
  cell("frames of a socket from the app", inApp, SOCKET, flooded, FLOOD),
  cell("arrays in the app", inApp, ARRAYS, stoppedOrGone("app-stuck"), /loop at app\/page\.tsx:7|kept its page busy|ended the process/),
  cell("arrays without end in the app", inApp, ARRAYS_FOREVER, stoppedOrGone("app-stuck"), /loop at app\/page\.tsx:7|kept its page busy|ended the process/),
  cell("a loop in a query", inQuery, LOOP, functionStuck, /loop at convex\/tasks\.ts:7/),
  cell("microtasks in a query", inQuery, MICROTASKS, functionStopped, /The function tasks:list ran for more than one second/),
  cell("endless recursion in a query", inQuery, TWICE, functionStopped, /The function tasks:list ran for more than one second/),
  thrown("messages from a query", inQuery, WORKER_POSTS, failed, /postMessage is not a function/),
  cell("canvases in a query", inQuery, OFFSCREEN, stoppedOrGone("function-timeout"), /tasks:list|ended the process/),
  thrown("deep recursion in a query", inQuery, DEEP, failed, /RangeError: Maximum call stack size exceeded\s+at deep \(\.\.\/convex\/tasks\.ts:7:/),
  thrown("nodes in a query", inQuery, NODES, failed, /ReferenceError: document is not defined/),
  thrown("timers in a query", inQuery, TIMERS, failed, /Can't use setTimeout in queries and mutations/),
  thrown("requests from a query", inQuery, `fetch("https://a.test/");`, failed, /Can't use fetch\(\) in queries and mutations/),
  thrown("workers in a query", inQuery, WORKER, failed, /Worker is not defined/),
  cell("a loop in the app that takes its time and ends", inApp, SLOW, passed, /^$/),
  cell("a loop in a query that takes its time and ends", inQuery, SLOW, passed, /^$/),
  cell("long lines on the console of the app", inApp, LINES, passed, /^$/),
  cell("frames that a query asks for", inQuery, FRAMES, passed, /^$/),
  cell("a generator in a query", inQuery, GENERATOR, functionStuck, /The function tasks:list ran for more than one second, .*loop at convex\/tasks\.ts:7/),
  cell("an async loop in a query", inQuery, "for (;;) await ctx.auth.getUserIdentity();", functionStuck, /loop at convex\/tasks\.ts:7/),
  cell("strings in a query", inQuery, STRINGS, failed, /RangeError: Invalid string length\s+at \S+ \(\.\.\/convex\/tasks\.ts:7:/),
  cell("arrays in a query", inQuery, ARRAYS, stoppedOrGone("function-timeout"), /loop at convex\/tasks\.ts:7|ended the process/),
  cell("an async loop in auth.config.ts", inAuth, ASYNC, { ...pushStuck, error: { ...pushStuck.error, line: 1 } }, /loop is at convex\/auth\.config\.ts:1/),
  cell("a loop in auth.config.ts", inAuth, LOOP, { ...pushStuck, error: { ...pushStuck.error, line: 1 } }, /loop is at convex\/auth\.config\.ts:1/),
  cell("a generator in auth.config.ts", inAuth, GENERATOR, { ...pushStuck, error: { ...pushStuck.error, line: 1 } }, /loop is at convex\/auth\.config\.ts:1/),
  // They run when every module has been evaluated, so which of them it was cannot always be known.
  cell("microtasks in auth.config.ts", inAuth, MICROTASKS, { status: "error", error: { code: "push-timeout" } }, /^Loading the functions timed out/),
  thrown("messages from auth.config.ts", inAuth, WORKER_POSTS, { status: "error" }, /postMessage is not a function/),
  cell("arrays in auth.config.ts", inAuth, ARRAYS, stoppedOrGone("push-timeout"), /loop is at convex\/auth\.config\.ts:1|ended the process/),
  cell("canvases in auth.config.ts", inAuth, OFFSCREEN, stoppedOrGone("push-timeout"), /auth\.config\.ts|ended the process/),
  thrown("deep recursion in auth.config.ts", inAuth, DEEP, { status: "error" }, /Maximum call stack size exceeded/),
  thrown("strings in auth.config.ts", inAuth, STRINGS, { status: "error" }, /Invalid string length/),
  thrown("nodes in auth.config.ts", inAuth, NODES, { status: "error" }, /document is not defined/),
  thrown("timers in auth.config.ts", inAuth, TIMERS, { status: "error" }, /setTimeout|timers/),
  thrown("workers in auth.config.ts", inAuth, WORKER, { status: "error" }, /Worker is not defined/),
  cell("frames that auth.config.ts asks for", inAuth, FRAMES, passed, /^$/),
  cell("endless recursion in auth.config.ts", inAuth, TWICE, pushStuck, /convex\/auth\.config\.ts never finishes evaluating/),
];

// oxfmt-ignore
export const SCRIPT_CELLS: readonly Cell[] = [
  cell("microtasks in the client half", inClient, MICROTASKS, scriptStuck, /^The client half of handoff\.ts kept its worker busy/),
  cell("a loop in the client half", inClient, LOOP, scriptStuck, /^The client half of handoff\.ts kept its worker busy .*loop at handoff\.ts:\d+/),
  cell("an async loop in the client half", inClient, ASYNC, scriptStuck, /^The client half .*loop at handoff\.ts:\d+/),
  cell("a generator in the client half", inClient, GENERATOR, scriptStuck, /^The client half .*loop at handoff\.ts:\d+/),
  cell("endless recursion in the client half", inClient, TWICE, scriptStuck, /^The client half of handoff\.ts kept its worker busy/),
  thrown("messages from the client half", inClient, WORKER_POSTS, failed, /./),
  cell("requests from the client half", inClient, API_FETCHES, { status: "error", error: { code: "script-flood", file: HALVES } }, /^handoff\.ts sent thousands of messages within a second/),
  cell("arrays in the client half", inClient, ARRAYS, stoppedOrGone("script-stuck"), /client half|ended the process/),
  cell("canvases in the client half", inClient, OFFSCREEN, stoppedOrGone("script-stuck"), /client half|ended the process/),
  thrown("deep recursion in the client half", inClient, DEEP, failed, /./),
  thrown("strings in the client half", inClient, STRINGS, failed, /./),
  thrown("timers in the client half", inClient, TIMERS, failed, /./),
  thrown("workers in the client half", inClient, WORKER, failed, /./),
  cell("arrays in the server half", inServer, ARRAYS, stoppedOrGone("script-stuck"), /server half|ended the process/),
  cell("a loop in the server half", inServer, LOOP, scriptStuck, /^The server half of handoff\.ts kept its worker busy .*loop at handoff\.ts:\d+/),
];

/** In a check, which the learner cannot change: it is the exercise's fault then. */
export type CheckCell = Omit<Cell, keyof Place>;

const checkStuck = { status: "error", error: { code: "checks-stuck" } };
const NAMED = /The check “An anonymous request gets nothing” does not end/;

// oxfmt-ignore
export const CHECK_CELLS: readonly CheckCell[] = [
  { what: "a loop in a check", code: LOOP, expected: checkStuck, sentence: NAMED },
  { what: "an async loop in a check", code: ASYNC, expected: checkStuck, sentence: NAMED },
  { what: "a generator in a check", code: GENERATOR, expected: checkStuck, sentence: NAMED },
  { what: "microtasks in a check", code: MICROTASKS, expected: checkStuck, sentence: NAMED },
  { what: "endless recursion in a check", code: "const twice = (n) => (n === 0 ? 1 : twice(n - 1) + twice(n - 1)); twice(60);", expected: checkStuck, sentence: NAMED },
  { what: "messages from a check", code: WORKER_POSTS, expected: failed, sentence: /postMessage is not a function/, isThrown: true },
  { what: "arrays in a check", code: ARRAYS_FOREVER.replace(": unknown[]", ""), expected: stoppedOrGone("checks-stuck"), sentence: /does not end|ended the process/ },
  { what: "canvases in a check", code: OFFSCREEN.replace(": unknown[]", ""), expected: stoppedOrGone("checks-stuck"), sentence: /does not end|ended the process/ },
  { what: "deep recursion in a check", code: "const deep = (n) => deep(n + 1) + 1; deep(0);", expected: failed, sentence: /Maximum call stack size exceeded/, isThrown: true },
  { what: "strings in a check", code: STRINGS, expected: failed, sentence: /Invalid string length/, isThrown: true },
  { what: "nodes in a check", code: NODES, expected: failed, sentence: /document is not defined/, isThrown: true },
  { what: "timers in a check", code: TIMERS, expected: failed, sentence: /More than 10,000 timers wait at once/, isThrown: true },
  { what: "workers in a check", code: WORKER, expected: failed, sentence: /Worker is not defined/, isThrown: true },
  { what: "frames that a check asks for", code: "const frame = () => { requestAnimationFrame(frame); }; frame();", expected: { checks: expect.arrayContaining([expect.objectContaining({ status: "passed" })]) as unknown[] }, sentence: /^/, isThrown: true },
];

/** One of each kind, which `npm test` runs; the others take minutes, see `npm run test:cells`. */
const EVERYDAY: ReadonlySet<string> = new Set([
  "a loop in the app",
  "an async loop in the app",
  "microtasks in the app",
  "nodes in the app",
  "timers by the million in the app",
  "workers that start workers in the app",
  "messages to the page from the app",
  "requests from the app",
  "arrays in the app",
  "a loop in the app that takes its time and ends",
  "long lines on the console of the app",
  "an async loop in a query",
  "strings in a query",
  "an async loop in auth.config.ts",
  "requests from the client half",
  "a loop in the server half",
  "a loop in a check",
  "arrays in a check",
]);

/** Every cell, or those of every day. */
export function chosen<Some extends CheckCell>(cells: readonly Some[], every: boolean): readonly Some[] {
  return every ? cells : cells.filter(({ what }) => EVERYDAY.has(what));
}
