/** Frames that no client sends: valid ones with something in them changed. Seeded, so that a failure can be repeated. */
import { seededRandom } from "../../isolate/environment.ts";
import type { SocketInMemory } from "./stage.ts";

const SESSION = "0b7d2a4e-6a53-4f0c-9f3c-2f4f3ad1f6a1";

/** Each kind of message that a client may send, as a client sends it. */
const FRAMES: readonly object[] = [
  { type: "Connect", sessionId: SESSION, connectionCount: 0, lastCloseReason: "InitialConnect", clientTs: 1 },
  { type: "Authenticate", tokenType: "User", baseVersion: 0, value: "a.b.c" },
  { type: "Authenticate", tokenType: "None", baseVersion: 0 },
  { type: "Authenticate", tokenType: "Admin", baseVersion: 0, value: "key", impersonating: {} },
  {
    type: "ModifyQuerySet",
    baseVersion: 0,
    newVersion: 1,
    modifications: [
      { type: "Add", queryId: 0, udfPath: "tasks:of", args: [{ user: "ada" }], journal: null },
      { type: "Remove", queryId: 0 },
    ],
  },
  { type: "Mutation", requestId: 0, udfPath: "tasks:addFor", args: [{ user: "ada", text: "x" }] },
  { type: "Action", requestId: 1, udfPath: "tasks:act", args: [{ text: "x" }] },
  { type: "Event", eventType: "ClientConnect", event: {} },
];

/** What is put in the place of a value. */
const ODD: readonly unknown[] = [
  null,
  true,
  -1,
  0.5,
  1e308,
  2 ** 53,
  "",
  "\u0000",
  "\ud800",
  "__proto__",
  "tasks:of",
  "../x:y",
  [],
  [[]],
  {},
  { $integer: "!" },
  { $bytes: 7 },
  { $undefined: null },
  { __proto__: null, constructor: 1 },
  "A".repeat(5000),
];

/** Deeply nested JSON text, which a careless reader overflows on. */
const DEEP = `{"type":"Event","eventType":"x","event":${"[".repeat(20_000)}${"]".repeat(20_000)}}`;

export type FrameSource = () => string;

export function mutatedFrames(seed: number): FrameSource {
  const random = seededRandom(seed);
  const below = (count: number): number => Math.floor(random() * count);
  const pick = <Item>(items: readonly Item[]): Item | undefined => items[below(items.length)];

  function mutate(value: unknown, depth: number): unknown {
    if (depth > 0 && random() < 0.25) return pick(ODD);
    if (Array.isArray(value)) {
      const items = value.map((item) => mutate(item, depth + 1));
      return random() < 0.1 ? [...items, ...items] : items;
    }
    if (typeof value !== "object" || value === null) return value;
    const entries = Object.entries(value).flatMap(([name, item]): [string, unknown][] => {
      const change = random();
      if (change < 0.05) return [];
      if (change < 0.1) return [[String(pick(["__proto__", "extra", name.toUpperCase()])), item]];
      return [[name, mutate(item, depth + 1)]];
    });
    return Object.fromEntries(entries);
  }

  function garble(text: string): string {
    const at = below(text.length);
    switch (below(4)) {
      case 0:
        return text.slice(0, at);
      case 1:
        return text.slice(0, at) + String.fromCharCode(below(0x10000)) + text.slice(at + 1);
      case 2:
        return text.slice(0, at) + text.slice(at + 1 + below(8));
      default:
        return text + text;
    }
  }

  return () => {
    if (random() < 0.001) return DEEP;
    const text = JSON.stringify(mutate(pick(FRAMES), 0)) ?? "";
    return random() < 0.3 ? garble(text) : text;
  };
}

/** Frames that a session may answer with. */
const ANSWERS = new Set([
  "Transition",
  "MutationResponse",
  "ActionResponse",
  "AuthError",
  "FatalError",
  "Ping",
]);

/** Sends a few frames over one socket and leaves it open. `report` is told of each answer that should not have come. */
export async function attack(
  socket: SocketInMemory,
  next: FrameSource,
  frames: number,
  onAnswer: (type: string) => void,
  report: (problem: string) => void,
): Promise<void> {
  let isClosed = false;
  socket.onmessage = ({ data }) => {
    const { type } = JSON.parse(data) as { type: string };
    onAnswer(type);
    if (!ANSWERS.has(type)) report(`answered with ${type}`);
    if (isClosed) report(`answered with ${type} after the end`);
  };
  socket.onclose = ({ code, reason }) => {
    isClosed = true;
    if (code !== 1005 && !(code === 1011 && reason === "InternalServerError")) report(`closed with ${code}`);
  };
  // Half of the time as a client that has introduced itself, so that later frames are reached.
  if (frames % 2 === 0) socket.send(JSON.stringify(FRAMES[0]));
  for (let sent = 0; sent < frames; sent++) socket.send(next());
  await new Promise((resolve) => setImmediate(resolve));
}
