import { signal } from "@preact/signals";
import { expect, test } from "vitest";
import type { Exercise } from "../../exercise/exercise.ts";
import type { SourceFiles } from "../../wire/compiler.ts";
import { createShareView, filesFor, type ShareView } from "./share-view.ts";

const exercise = {
  id: "one",
  version: "v1",
  files: [
    { path: "a.ts", starter: "a", editable: true },
    { path: "b.ts", starter: "b", editable: true },
    { path: ".env.local", starter: "env", editable: false },
  ],
} as unknown as Exercise;

function view(start: SourceFiles = {}): {
  share: ShareView;
  texts: { value: SourceFiles };
  forgotten: () => number;
} {
  const texts = signal<SourceFiles>({ "a.ts": "a", "b.ts": "b", ".env.local": "env", ...start });
  let forgotten = 0;
  const share = createShareView({
    exercise,
    texts,
    replaceFiles: (files) => (texts.value = { ...texts.value, ...files }),
    address: "https://site.test/?exercise=one",
    copyText: () => Promise.reject(new Error("denied")),
    forgetHash: () => (forgotten += 1),
  });
  return { share, texts, forgotten: () => forgotten };
}

async function linkOf(files: SourceFiles): Promise<string> {
  const { share } = view(files);
  await share.open();
  const panel = share.panel.value;
  return panel.type === "link" ? new URL(panel.url).hash : "";
}

test("a link puts the starter and its own changes on screen, nothing of what was there", async () => {
  const { share, texts } = view({ "a.ts": "mine" });
  await share.openLink(await linkOf({ "b.ts": "theirs" }));
  expect(texts.value).toEqual({ "a.ts": "a", "b.ts": "theirs", ".env.local": "env" });
  expect([share.foreign.value, share.notice.value]).toEqual([true, { type: "opened", isOlder: false }]);
  share.useOwn();
  expect(texts.value).toMatchObject({ "a.ts": "mine", "b.ts": "b" });
  expect(share.foreign.value).toBe(false);
});

test("a second link does not make the first one's code one's own", async () => {
  const { share, texts } = view({ "a.ts": "mine" });
  await share.openLink(await linkOf({ "b.ts": "first" }));
  await share.openLink(await linkOf({ "b.ts": "second" }));
  share.useOwn();
  expect(texts.value).toMatchObject({ "a.ts": "mine", "b.ts": "b" });
});

test("running or typing adopts the code, once", async () => {
  const { share, forgotten } = view();
  share.adopt();
  expect(forgotten()).toBe(0);
  await share.openLink(await linkOf({ "b.ts": "theirs" }));
  share.adopt();
  share.adopt();
  expect([share.foreign.value, forgotten()]).toEqual([false, 1]);
});

test("files that the exercise does not have or does not let change are refused by name", () => {
  const share = { exercise: "one", version: "v1" };
  expect(filesFor(exercise, { ...share, files: { "c.ts": "" } })).toMatchObject({
    ok: false,
    error: expect.stringContaining("c.ts") as string,
  });
  expect(filesFor(exercise, { ...share, files: { ".env.local": "" } })).toMatchObject({
    ok: false,
    error: expect.stringContaining("read-only") as string,
  });
  expect(filesFor(exercise, { ...share, exercise: "two", files: {} })).toMatchObject({ ok: false });
  const own = JSON.parse(`{"__proto__":"x"}`) as SourceFiles;
  expect(filesFor(exercise, { ...share, files: own })).toMatchObject({ ok: false });
});

test("where copying is denied the link stays on screen to be copied by hand", async () => {
  const { share } = view({ "a.ts": "mine" });
  await share.open();
  await share.copy();
  expect(share.panel.value).toMatchObject({ type: "link", isCopied: false });
});
