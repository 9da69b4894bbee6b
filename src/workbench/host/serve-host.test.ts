import { signal } from "@preact/signals";
import { expect, test } from "vitest";
import { ManualClock } from "../../base/clock.ts";
import type { EmbedEvents } from "../../wire/embed.ts";
import type { Verdict } from "../../wire/verdict.ts";
import type { RunEvent } from "../../run/runner.ts";
import { NOTHING_REACHED } from "../state/progress.ts";
import type { Call, HostServant } from "./host-link.ts";
import { answerHost } from "./serve-host.ts";

const FILES = [
  { path: "app/page.tsx", starter: "page", editable: true },
  { path: "convex/tasks.ts", starter: "tasks", editable: true },
  { path: ".env.local", starter: "env", editable: false },
];
const verdict = (status: Verdict["status"], passed: readonly string[]): Verdict => ({
  exercise: "a",
  runId: "r",
  durationMs: 1,
  status,
  checks: ["one", "two"].map((id) => ({
    id,
    title: id,
    status: passed.includes(id) ? ("passed" as const) : ("failed" as const),
    evidence: [],
    durationMs: 1,
  })),
});

function served() {
  const events: { [Type in keyof EmbedEvents]?: EmbedEvents[Type][] } = {};
  let listener: (event: RunEvent) => void = () => undefined;
  let servant: HostServant | null = null;
  const texts = signal<Readonly<Record<string, string>>>(
    Object.fromEntries(FILES.map(({ path, starter }) => [path, starter])),
  );
  const clock = new ManualClock(0);
  const ran: string[] = [];
  answerHost(
    {
      tell: (type, payload) => void ((events[type] ??= []) as unknown[]).push(payload),
      serve: (by) => (servant = by),
      refuse: () => undefined,
    },
    {
      exercise: {
        id: "a",
        version: "v1",
        title: "A",
        files: FILES,
        checks: [
          { id: "one", title: "one", hints: [] },
          { id: "two", title: "two", hints: [] },
        ],
      } as never,
      reached: signal(NOTHING_REACHED),
      texts,
      replaceFiles: (files) => (texts.value = { ...texts.value, ...files }),
      reset: () => void ran.push("reset"),
      stop: () => void ran.push("stop"),
      startRun: async () => {
        ran.push("run");
        return verdict("failed", []);
      },
      setOptions: () => undefined,
      runner: {
        subscribe: (added: (event: RunEvent) => void) => {
          listener = added;
          return () => undefined;
        },
      } as never,
    },
    clock,
  );
  return {
    events,
    texts,
    clock,
    ran,
    emit: (event: RunEvent) => listener(event),
    ask: (call: Call) => (servant as unknown as HostServant).answer(call),
  };
}

test("files from outside replace the learner's, run nothing and are told as changes", async () => {
  const { ask, texts, events, ran } = served();
  const outcome = await ask({ type: "setFiles", payload: [["app/page.tsx", "mine"]] });
  expect(outcome).toEqual({ ok: true, value: null });
  expect(texts.value).toMatchObject({ "app/page.tsx": "mine", "convex/tasks.ts": "tasks" });
  expect(events.change).toEqual([{ path: "app/page.tsx", text: "mine" }]);
  expect(ran).toEqual([]);
});

test.each(["__proto__", "../x", "constructor", ".env.local", "app/other.tsx", ""])(
  "the path %j is refused by name, and no file changes",
  async (path) => {
    const { ask, texts } = served();
    const before = texts.value;
    const outcome = await ask({
      type: "setFiles",
      payload: [
        ["app/page.tsx", "mine"],
        [path, "x"],
      ],
    });
    const message = `${path} is not a file that can be edited. There are: app/page.tsx, convex/tasks.ts.`;
    expect(outcome).toEqual({ ok: false, error: { code: "unknown-path", message } });
    expect(texts.value).toBe(before);
    expect(({} as Record<string, unknown>)["x"]).toBeUndefined();
  },
);

test("files without end are refused", async () => {
  const { ask } = served();
  const outcome = await ask({ type: "setFiles", payload: [["app/page.tsx", "x".repeat(1_000_001)]] });
  expect(outcome).toMatchObject({ ok: false, error: { code: "too-large" } });
});

test("progress keeps what has passed and what differs from the starter, and comes back", async () => {
  const first = served();
  await first.ask({ type: "setFiles", payload: [["convex/tasks.ts", "mine"]] });
  first.emit({ type: "verdict", verdict: verdict("passed", ["one", "two"]) });
  first.emit({ type: "verdict", verdict: verdict("failed", ["one"]) });
  const progress = {
    exercise: "a",
    version: "v1",
    files: { "convex/tasks.ts": "mine" },
    passedChecks: ["one", "two"],
    passed: true,
  };
  expect(await first.ask({ type: "getProgress" })).toEqual({ ok: true, value: progress });
  expect(first.events.progress).toEqual([progress, progress]);

  const second = served();
  await second.ask({ type: "setFiles", payload: [["app/page.tsx", "goes away"]] });
  const given = { ...progress, files: Object.entries(progress.files), passedChecks: ["one", "two", "nine"] };
  expect(await second.ask({ type: "setProgress", payload: given })).toEqual({ ok: true, value: null });
  expect(await second.ask({ type: "getProgress" })).toEqual({ ok: true, value: progress });
  expect(second.ran).toEqual([]);
});

test("progress of another version is refused", async () => {
  const { ask, texts } = served();
  const before = texts.value;
  const payload = { exercise: "a", version: "v0", files: [], passedChecks: [], passed: true };
  expect(await ask({ type: "setProgress", payload })).toMatchObject({
    ok: false,
    error: { code: "stale-version" },
  });
  expect(texts.value).toBe(before);
});

test("progress is told once, a second after the last change", () => {
  const { texts, events, clock } = served();
  texts.value = { ...texts.value, "app/page.tsx": "m" };
  clock.advance(900);
  texts.value = { ...texts.value, "app/page.tsx": "mi" };
  clock.advance(999);
  expect(events.progress).toBeUndefined();
  clock.advance(1);
  expect(events.progress).toMatchObject([{ files: { "app/page.tsx": "mi" } }]);
});

test("hops, runs and errors are told as they come", async () => {
  const { emit, events, ask } = served();
  emit({ type: "started", runId: "r" });
  emit({ type: "hops", hops: [] });
  emit({ type: "check-hops", hops: [] });
  emit({ type: "error", error: { code: "compile", message: "no" } });
  expect(events).toMatchObject({
    run: [{ runId: "r" }],
    hop: [{ of: "app" }, { of: "checks" }],
    error: [{ code: "compile" }],
  });
  expect(await ask({ type: "run" })).toMatchObject({ ok: true, value: { status: "failed" } });
});
