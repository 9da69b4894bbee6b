import { expect, test } from "vitest";
import { ask, siteFrame } from "../tools/testing/embedding.ts";
import { embedStage } from "../tools/testing/embed-stage.ts";

const { site, openLesson } = embedStage();

test("a host that posts everything without the port runs nothing, and the exercise goes on working", async () => {
  const { page, foreignRequests } = await openLesson();
  const problems: string[] = [];
  page.on("pageerror", (error) => problems.push(String(error)));
  page.on("dialog", (dialog) => {
    problems.push(`dialog: ${dialog.message()}`);
    void dialog.dismiss();
  });
  const before = await ask(page, "getFiles");

  const answered = await page.evaluate(async (target) => {
    const runs: unknown[] = [];
    const answers: unknown[] = [];
    const exercise = document.querySelector("handoff-exercise");
    exercise?.addEventListener("run", ({ detail }) => runs.push(detail));
    const site = exercise?.shadowRoot?.querySelector("iframe")?.contentWindow;
    if (!site) throw new Error("The exercise has no frame.");
    const envelope = { source: "handoff", v: 1 };
    const polluting = JSON.parse(
      `{"source":"handoff","v":1,"type":"setFiles","id":1,"__proto__":{"polluted":1},"payload":{"__proto__":{"polluted":1},"constructor":{"prototype":{"polluted":1}}}}`,
    ) as unknown;
    const messages: unknown[] = [
      null,
      undefined,
      0,
      "run",
      "x".repeat(5_000_000),
      [],
      new Map([["type", "run"]]),
      new Date(),
      { type: "run" },
      { ...envelope, type: "run", id: 1 },
      { ...envelope, type: "setFiles", id: 2, payload: { "convex/tasks.ts": "hacked" } },
      { ...envelope, type: "set", id: 3, payload: { exercise: "javascript:alert(1)" } },
      { ...envelope, type: "hello" },
      { type: "meet" },
      { type: "start", clientScript: "alert(1)" },
      polluting,
    ];
    for (const message of messages) site.postMessage(message, target);
    // With ports, but not a hello; or a hello with the wrong shape.
    const offered = [
      { ...envelope, type: "run" },
      { ...envelope, v: 2, type: "hello" },
      { source: "other", v: 1, type: "hello" },
      { type: "meet" },
      "hello",
    ];
    for (const message of offered) {
      const { port1, port2 } = new MessageChannel();
      port1.onmessage = ({ data }) => answers.push(data);
      port1.postMessage({ ...envelope, type: "run", id: 1 });
      site.postMessage(message, target, [port2]);
    }
    const pair = [new MessageChannel(), new MessageChannel()];
    for (const { port1 } of pair) {
      port1.onmessage = ({ data }) => answers.push(data);
      port1.postMessage({ ...envelope, type: "run", id: 1 });
    }
    site.postMessage(
      { ...envelope, type: "hello" },
      target,
      pair.map(({ port2 }) => port2),
    );

    // A hello that is right, from somebody else: a sibling frame and a window of its own.
    const script = `<script>addEventListener("message", ({ data: target }) => {
      const { port1, port2 } = new MessageChannel();
      port1.onmessage = ({ data }) => parent.answers.push(data);
      port1.postMessage({ source: "handoff", v: 1, type: "run", id: 1 });
      const site = (opener ?? parent).document.querySelector("handoff-exercise").shadowRoot.querySelector("iframe");
      site.contentWindow.postMessage({ source: "handoff", v: 1, type: "hello" }, target, [port2]);
    })</script>`;
    Object.assign(window, { answers });
    const sibling = document.createElement("iframe");
    sibling.srcdoc = script;
    await new Promise((resolve) => {
      sibling.onload = resolve;
      document.body.append(sibling);
    });
    sibling.contentWindow?.postMessage(target, "*");
    const popup = window.open("about:blank");
    if (popup === null) throw new Error("The popup was blocked.");
    popup.document.write(script);
    popup.postMessage(target, "*");

    for (let count = 0; count < 5000; count += 1) {
      site.postMessage({ ...envelope, type: "run", id: count }, target);
    }
    // An answer over the port comes after all that.
    const files = await exercise?.getFiles();
    await new Promise((resolve) => setTimeout(resolve, 500));
    popup.close();
    return { runs, answers, files, polluted: "polluted" in {} };
  }, new URL(site).origin);
  expect(answered).toEqual({ runs: [], answers: [], files: before, polluted: false });

  // Over the port, from the page itself: refused by name, and nothing changes.
  const refusals = await page.evaluate(async () => {
    const exercise = document.querySelector("handoff-exercise");
    if (exercise === null) throw new Error("none");
    const attempts: unknown[] = [
      JSON.parse(`{"__proto__":"x"}`),
      { "../x": "x" },
      { "app/page.tsx": "x".repeat(1_000_001) },
      { "app/page.tsx": { toString: "x" } },
      ["app/page.tsx"],
      null,
      "app/page.tsx",
    ];
    return Promise.all(
      attempts.map((files) =>
        exercise.setFiles(files as never).then(
          () => "taken",
          (error: Error & { code: string }) => error.code,
        ),
      ),
    );
  });
  expect(refusals).toEqual([
    "unknown-path",
    "unknown-path",
    "too-large",
    "not-understood",
    "not-understood",
    "not-understood",
    "not-understood",
  ]);
  expect(await ask(page, "getFiles")).toEqual(before);
  const frame = siteFrame(page, site);
  expect(await frame.evaluate(() => "polluted" in {})).toBe(false);
  expect(await ask(page, "run")).toMatchObject({ status: "failed" });
  await frame.getByRole("textbox", { name: /^Code editor/ }).waitFor();
  expect(problems).toEqual([]);
  expect(foreignRequests).toEqual([]);
});
