/** Learner code that steals every port in its realm, and what it posts on them. JavaScript, for any realm. */

/** `stolen`: each port with the type of the first message that came on it, which tells what it leads to. Once in a realm. */
export const THEFT = `
const stolen = (globalThis.stolenPorts ??= new Map());
const post = MessagePort.prototype.postMessage;
if (globalThis.isThiefThere !== true) {
  globalThis.isThiefThere = true;
  // However a listener of ours is bound: the platform hands it an event, and reads the data from the prototype.
  const read = Object.getOwnPropertyDescriptor(MessageEvent.prototype, "data").get;
  Object.defineProperty(MessageEvent.prototype, "data", { configurable: true, get() {
    const data = read.call(this);
    const type = data?.type;
    if (this.target instanceof MessagePort && typeof type === "string" && !stolen.has(this.target)) {
      stolen.set(this.target, type);
      globalThis.onTheft?.();
    }
    return data;
  } });
}
const stolenTypes = () => [...stolen.values()].sort().join(" ");
`;

/** What is posted to whoever listens: other types, rings, what is huge, every protocol's types with fields of no use. */
const MESSAGES = `
const cyclic = {}; cyclic.self = cyclic; cyclic.type = "console"; cyclic.text = cyclic;
const huge = "x".repeat(100_000);
const many = Array.from({ length: 2000 }, () => []);
const attackMessages = [
  null, 0, NaN, "text", [], {}, cyclic, many, new Map([["type", "ready"]]), new Date(NaN), 10n ** 400n, new ArrayBuffer(8),
  JSON.parse('{"__proto__":{"type":"done"},"type":"mounted"}'),
  JSON.parse('{"type":"loaded","load":1,"__proto__":{"polluted":"yes"},"functions":[{"module":"__proto__","export":"polluted"}]}'),
  ...["ready", "mounted", "console", "error", "address", "done", "loop", "alive", "pong", "loaded", "failed", "returned", "syscall",
    "evaluating", "log", "request", "response", "opened", "closed", "message", "open", "send", "close", "verdict", "check", "finished",
    "call", "broken", "hello", "run", "setFiles", "setProgress", "start", "script", "worker", "terminate", "began"]
    .flatMap((type) => [
      { type },
      { type, task: -1, beat: 1e9, exchange: 1e9, socket: {}, text: "", url: "javascript:1", fatal: "true", runId: "0000",
        method: "GET\\r\\n", headers: [["a"]], body: cyclic, status: "passed", checks: [], protocol: "handoff", version: 1, id: "1",
        execution: -1, call: 0, load: 1e9, line: 1, op: "__proto__", argsJson: "{", name: {}, message: 0, place: {}, module: 1 },
      // Of the right form, and about what is long over or has never been: runs, calls, sockets, executions.
      { type, execution: 1, call: 1, load: 1, beat: -1, task: 4711, exchange: 4711, socket: 4711, outcome: { status: "success", resultJson: "[]" },
        op: "1.0/getUserIdentity", argsJson: "{}", line: "[LOG] stale", module: null, name: "isolate-1", message: "stale", status: 200, headers: [],
        body: "", code: 1000, reason: "", title: "An anonymous request gets nothing", startedAt: 0, durationMs: 0, request: { op: "token", person: "ada", fault: null } },
    ]),
  ...["console", "failed", "request", "returned"].map((type) =>
    ({ type, level: "log", source: "app", text: huge, name: huge, message: huge, exchange: 4711, method: "GET", url: huge, headers: [], body: huge,
      execution: -1, outcome: { status: "success", resultJson: huge } })),
  // As Comlink speaks.
  ...["GET", "SET", "APPLY", "CONSTRUCT", "ENDPOINT", "RELEASE"].flatMap((type) =>
    [["__proto__", "polluted"], ["constructor", "constructor"], ["mint"], []].map((path) =>
      ({ id: "1", type, path, value: { type: "RAW", value: "polluted" }, argumentList: [{ type: "RAW", value: "globalThis.polluted = 1" }] }))),
];
`;

/** `attackNew()` gives how many messages went out on the ports stolen since. A port of the thief's own goes with each. */
export const ATTACK = `${THEFT}${MESSAGES}
const attacked = (globalThis.attackedPorts ??= new Set());
function attackNew() {
  let posted = 0;
  for (const port of stolen.keys()) {
    if (attacked.has(port)) continue;
    attacked.add(port);
    for (const message of attackMessages) {
      try { post.call(port, message, [new MessageChannel().port2]); posted += 1; } catch {}
    }
  }
  return posted;
}
// On the port on which a message of that type came first. */
function floodPort(type, count) {
  for (const [port, first] of stolen) if (first === type)
    for (let i = 0; i < count; i++) post.call(port, { type: "console", level: "log", source: "app", text: "flood " + i });
}
`;

/** What somebody would put on every object who hopes that a verdict is read from one. Nothing in the realm itself breaks by it. */
export const POLLUTION = `
const pollute = () => {
  const values = {
    polluted: "yes", status: "passed", passed: true, verdict: "passed", isAuthenticated: true, authenticated: true, ok: true,
    success: true, subject: "user_polluted", sub: "user_polluted", tokenIdentifier: "polluted",
    checks: [], evidence: ["polluted"], hint: "polluted", fault: "polluted", canary: "polluted", outcome: "success", caller: "polluted",
  };
  for (const [name, value] of Object.entries(values))
    Object.defineProperty(Object.prototype, name, { value, writable: true, configurable: true, enumerable: name === "polluted" });
  for (const name of ["toJSON", "then", "execution", "resultJson"])
    Object.defineProperty(Object.prototype, name, { configurable: true, get() { return undefined; }, set(value) {
      Object.defineProperty(this, name, { value, writable: true, enumerable: true, configurable: true }); } });
  Array.prototype.polluted = "yes";
  Function.prototype.polluted = "yes";
};
pollute();
`;
