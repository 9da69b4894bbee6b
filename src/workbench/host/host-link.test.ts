import { expect, onTestFinished, test } from "vitest";
import { success } from "../../base/result.ts";
import type { SiteMessage } from "../../wire/embed.ts";
import { listenForHost, type Call, type HostLink } from "./host-link.ts";

const HELLO = { source: "handoff", v: 1, type: "hello" };
const READY = { exercise: "a", version: "1", title: "A", editable: ["a.ts"] };

/** A frame whose parent can post anything, and the addresses that were opened. */
function framed(search = "?exercise=a"): {
  link: HostLink;
  post: (message: unknown, from?: { source?: unknown; origin?: string; ports?: MessagePort[] }) => void;
  hello: (origin?: string) => MessagePort;
  opened: string[];
} {
  const parent = {};
  const opened: string[] = [];
  let listener: (event: MessageEvent<unknown>) => void = () => undefined;
  const link = listenForHost(
    { parent, addEventListener: (_, added) => (listener = added) },
    { search, replace: (address) => void opened.push(address) },
  );
  const post: ReturnType<typeof framed>["post"] = (data, from = {}) =>
    listener({ data, source: parent, origin: "https://host.example", ports: [], ...from } as never);
  return {
    link,
    post,
    opened,
    hello(origin = "https://host.example") {
      const { port1, port2 } = new MessageChannel();
      onTestFinished(() => port1.close());
      post(HELLO, { origin, ports: [port2] });
      return port1;
    },
  };
}

/** The next messages on a port, as many as are asked for. */
function messages(port: MessagePort, count: number): Promise<SiteMessage[]> {
  return new Promise((resolve) => {
    const heard: SiteMessage[] = [];
    port.onmessage = ({ data }: MessageEvent<SiteMessage>) => {
      heard.push(data);
      if (heard.length === count) resolve(heard);
    };
  });
}

const call = (id: number, type: string, payload?: unknown) => ({
  source: "handoff",
  v: 1,
  type,
  id,
  payload,
});
const echo = (link: HostLink): Call[] => {
  const calls: Call[] = [];
  link.serve({
    answer: async (asked) => {
      calls.push(asked);
      return success(asked.type);
    },
    follow: () => undefined,
  });
  return calls;
};

test("calls that come before the exercise is open wait for it", async () => {
  const { link, hello } = framed();
  const port = hello();
  const heard = messages(port, 2);
  port.postMessage(call(7, "getFiles"));
  link.tell("ready", READY);
  echo(link);
  const [first, second] = await heard;
  expect(first).toEqual({ source: "handoff", v: 1, type: "ready", payload: READY });
  expect(second).toMatchObject({ type: "reply", id: 7, payload: { ok: true, value: "getFiles" } });
});

test("a hello counts only from the page that frames us, with one port, and from one origin", async () => {
  const { link, post, hello } = framed();
  const calls = echo(link);
  const refused: MessagePort[] = [];
  const offer = (message: unknown, from: object, ports = 1): void => {
    const channels = Array.from({ length: ports }, () => new MessageChannel());
    for (const { port1 } of channels) {
      refused.push(port1);
      port1.postMessage(call(1, "run"));
    }
    post(message, { ...from, ports: channels.map(({ port2 }) => port2) });
  };
  const port = hello();
  offer(HELLO, { source: {} });
  offer(HELLO, {}, 2);
  offer(HELLO, { origin: "https://other.example" });
  offer({ ...HELLO, v: 2 }, {});
  offer({ type: "hello" }, {});
  offer(null, {});
  offer("hello", {});
  post(HELLO);
  const heard = messages(port, 1);
  port.postMessage(call(2, "stop"));
  expect(await heard).toMatchObject([{ type: "reply", id: 2, payload: { ok: true } }]);
  expect(calls).toEqual([{ type: "stop" }]);
  for (const { close } of refused.map((each) => ({ close: () => each.close() }))) close();
});

test("a newer hello takes over and is told that the exercise is open", async () => {
  const { link, hello } = framed();
  link.tell("ready", READY);
  link.tell("resize", { height: 700 });
  hello();
  const port = hello();
  expect(await messages(port, 2)).toMatchObject([{ type: "resize" }, { type: "ready" }]);
});

test("what is not a call is refused by its id, and ignored without one", async () => {
  const { link, hello } = framed();
  echo(link);
  const port = hello();
  const heard = messages(port, 5);
  for (const message of [
    null,
    "run",
    { type: "run", id: 1 },
    { ...call(1, "run"), id: -1 },
    { ...call(1, "run"), id: "1" },
    call(2, "eval", "alert(1)"),
    call(3, "setFiles", ["app/page.tsx"]),
    call(4, "setFiles", { "app/page.tsx": 5 }),
    call(5, "setProgress", { exercise: "a" }),
    call(6, "set", { theme: ["dark"] }),
  ]) {
    port.postMessage(message);
  }
  const replies = await heard;
  expect(replies.map((reply) => reply.type === "reply" && reply.id)).toEqual([2, 3, 4, 5, 6]);
  for (const { payload } of replies)
    expect(payload).toMatchObject({ ok: false, error: { code: "not-understood" } });
});

test("options are followed, another exercise opens the frame anew, and nonsense changes nothing", async () => {
  const { link, hello, opened } = framed("?exercise=a&theme=dark");
  const followed: object[] = [];
  link.serve({
    answer: () => new Promise(() => undefined),
    follow: (options) => void followed.push(options),
  });
  const port = hello();
  const heard = messages(port, 5);
  port.postMessage(call(1, "set", { theme: null, readonly: true }));
  port.postMessage(call(2, "set", { view: "sideways" }));
  port.postMessage(call(3, "run"));
  port.postMessage(call(4, "set", { exercise: "b" }));
  // Before the frame is gone: the last word counts.
  port.postMessage(call(5, "set", { exercise: "a" }));
  const outcomes = (await heard).map((reply) => reply.type === "reply" && [reply.id, reply.payload]);
  expect(outcomes).toMatchObject([
    [1, { ok: true }],
    [2, { ok: false, error: { code: "not-understood", message: expect.stringContaining("view=sideways") } }],
    [3, { ok: false, error: { code: "reloaded" } }],
    [4, { ok: true }],
    [5, { ok: true }],
  ]);
  expect(followed).toMatchObject([{ theme: "auto", readonly: true, view: "split" }]);
  expect(opened).toEqual(["?exercise=b&readonly=true", "?exercise=a&readonly=true"]);
});

test("without an exercise every call is refused, and a host that comes later is told why", async () => {
  const { link, hello } = framed();
  const early = hello();
  const heard = messages(early, 2);
  early.postMessage(call(1, "run"));
  link.refuse({ code: "no-such-exercise", message: "There is none." });
  expect(await heard).toMatchObject([
    { type: "error", payload: { code: "no-such-exercise" } },
    { type: "reply", id: 1, payload: { ok: false, error: { code: "not-open" } } },
  ]);
  expect(await messages(hello(), 1)).toMatchObject([{ type: "error" }]);
});

test("a flood of calls before the exercise is open is not kept", async () => {
  const { link, hello } = framed();
  const port = hello();
  const refused = messages(port, 4900);
  for (let id = 0; id < 5000; id += 1) port.postMessage(call(id, "run"));
  expect(JSON.stringify(await refused).match(/too-many-calls/g)).toHaveLength(4900);
  const calls = echo(link);
  await messages(port, 100);
  expect(calls).toHaveLength(100);
});
