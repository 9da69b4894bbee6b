import { expect, test } from "vitest";
import {
  ask,
  EXERCISE,
  expectHostUntouched,
  heightOf,
  setOption,
  solutionFiles,
} from "../tools/testing/embedding.ts";
import { embedStage, exerciseWith } from "../tools/testing/embed-stage.ts";

const { site, openLesson } = embedStage();

test("every event reaches the element with its data, and only the element", async () => {
  const { page } = await openLesson(exerciseWith(`loading="click"`));
  await page.evaluate(() => {
    const seen: Record<string, unknown[]> = {};
    const outside: string[] = [];
    Object.assign(window, { seen, outside });
    const exercise = document.querySelector("handoff-exercise");
    for (const type of ["ready", "change", "run", "hop", "verdict", "progress", "error"]) {
      exercise?.addEventListener(type, (event) => {
        (seen[type] ??= []).push((event as CustomEvent<unknown>).detail);
      });
      document.addEventListener(type, () => outside.push(type));
    }
  });
  await ask(page, "setFiles", solutionFiles("identity-handoff"));
  const verdict = await ask(page, "run");
  const { seen, outside } = await page.evaluate(() => {
    const noted = window as unknown as { seen: Record<string, object[]>; outside: string[] };
    return { seen: noted.seen, outside: noted.outside };
  });
  expect(outside).toEqual([]);
  expect(seen["ready"]).toMatchObject([{ exercise: "identity-handoff", editable: expect.any(Array) }]);
  expect(seen["change"]).toContainEqual(expect.objectContaining({ path: "convex/tasks.ts" }));
  expect(seen["run"]).toEqual([{ runId: verdict.runId }]);
  expect(seen["verdict"]).toEqual([verdict]);
  for (const of of ["app", "checks"]) expect(seen["hop"]).toContainEqual(expect.objectContaining({ of }));
  expect(seen["progress"]?.at(-1)).toMatchObject({ exercise: "identity-handoff", passed: true });
  expect(seen["error"]).toBeUndefined();

  await ask(page, "setFiles", { "convex/tasks.ts": "export const list = ;" });
  expect(await ask(page, "run")).toMatchObject({ status: "error", error: { code: "compile" } });
  const errors = await page.evaluate(() => (window as unknown as { seen: { error: object[] } }).seen.error);
  expect(errors).toMatchObject([{ code: "compile", file: "convex/tasks.ts" }]);
});

test("files and progress go out and come back; unknown paths and other versions are refused by name", async () => {
  const { page, frame } = await openLesson();
  const starter = await ask(page, "getFiles");
  expect(Object.keys(starter)).toContain("convex/tasks.ts");
  const solution = solutionFiles("identity-handoff");
  await ask(page, "setFiles", solution);
  expect(await ask(page, "getFiles")).toEqual({ ...starter, ...solution });
  expect(await ask(page, "run")).toMatchObject({ status: "passed" });
  const progress = await ask(page, "getProgress");
  expect(progress).toMatchObject({ files: solution, passed: true });

  await ask(page, "reset");
  expect(await ask(page, "getFiles")).toEqual(starter);
  await ask(page, "setProgress", progress);
  expect(await ask(page, "getFiles")).toEqual({ ...starter, ...solution });

  expect(await ask(page, "setFiles", { "../x": "" })).toMatchObject({ code: "unknown-path" });
  expect(await ask(page, "setProgress", { ...progress, version: "0" })).toMatchObject({
    code: "stale-version",
  });
  // A host that kept the progress gives it to an exercise that knows nothing of it.
  await page.evaluate(() => {
    const exercise = document.querySelector("handoff-exercise");
    if (exercise !== null) document.body.append(exercise);
  });
  await ask(page, "setProgress", progress);
  expect(await ask(page, "getProgress")).toEqual(progress);
  await frame.getByRole("tab", { name: /^Checks/ }).click();
  await expect.poll(() => frame.getByText("passed before").count()).toBe(progress.passedChecks.length);

  // Stop ends the run that is under way, whose call is answered all the same.
  const [stopped] = await Promise.all([ask(page, "run"), ask(page, "stop")]);
  expect(stopped).toMatchObject({ status: "stopped" });
});

test("theme, view and readonly are followed live, in the learner's app too", async () => {
  const { page, frame } = await openLesson();
  await ask(page, "run");
  const app = frame.frameLocator('iframe[title="Your app"]:not([inert])');
  const grounds = async (): Promise<string[]> =>
    Promise.all(
      [frame.getByRole("banner"), app.locator("body")].map((place) =>
        place.evaluate((node) => getComputedStyle(node).backgroundColor),
      ),
    );
  const light = await grounds();
  await setOption(page, "theme", "dark");
  await expect.poll(grounds).not.toContain(light[0]);
  expect(await grounds()).not.toContain(light[1]);
  await setOption(page, "theme", null);
  await expect.poll(grounds).toEqual(light);

  await setOption(page, "readonly", "");
  await frame.getByRole("textbox", { name: "Code editor: convex/tasks.ts (read-only)" }).waitFor();
  expect(await frame.getByRole("button", { name: "Reset" }).isDisabled()).toBe(true);
  await setOption(page, "readonly", "false");
  await frame.getByRole("textbox", { name: "Code editor: convex/tasks.ts", exact: true }).waitFor();

  await setOption(page, "view", "checks");
  await frame.getByRole("tab", { name: "Checks", selected: true }).last().waitFor();
  await expect.poll(() => frame.getByRole("textbox").isVisible()).toBe(false);
  // The other views stay within reach.
  await frame.getByRole("tab", { name: "Code" }).click();
  await frame.getByRole("textbox").waitFor();
});

test("another exercise is opened in the same frame, and one that there is none of is told", async () => {
  const { page, frame } = await openLesson();
  await ask(page, "setFiles", { "convex/tasks.ts": "// mine" });
  const outcome = await page.evaluate(async () => {
    const exercise = document.querySelector("handoff-exercise");
    if (exercise === null) throw new Error("none");
    const entries = history.length;
    const underWay = exercise.run().catch((error: Error & { code: string }) => error.code);
    exercise.exercise = "no-such-exercise";
    const refused = await exercise.ready.catch((error: Error & { code: string }) => error.code);
    exercise.exercise = "identity-handoff";
    // Waits for the exercise that is being opened.
    const files = await exercise.getFiles();
    return {
      underWay: await underWay,
      refused,
      ready: (await exercise.ready).exercise,
      text: files["convex/tasks.ts"],
      entries: history.length - entries,
    };
  });
  expect(outcome).toMatchObject({
    underWay: "reloaded",
    refused: "no-such-exercise",
    ready: "identity-handoff",
    entries: 0,
  });
  expect(outcome.text).not.toBe("// mine");
  await frame.getByRole("textbox").waitFor();
});

test("an exercise that cannot be opened leaves the fallback, and refuses calls", async () => {
  const { page } = await openLesson(EXERCISE.replace("identity-handoff", "no-such"));
  expect(await ask(page, "run")).toMatchObject({
    code: "not-open",
    message: expect.stringMatching(/no-such/),
  });
  expect(await page.getByText("fallback code").isVisible()).toBe(true);
});

test("a lazy exercise asks for nothing before it comes near; the fallback stays until it is ready", async () => {
  const { page } = await openLesson(`<div class="far"></div>${EXERCISE}`);
  const asked: string[] = [];
  page.on("request", (request) => asked.push(request.url()));
  await page.evaluate(() => new Promise((resolve) => requestIdleCallback(resolve)));
  expect(asked).toEqual([]);
  const text = page.getByText("fallback code");
  expect(await text.isVisible()).toBe(true);
  await text.scrollIntoViewIfNeeded();
  await page.frameLocator("iframe").getByRole("button", { name: /^Run/ }).waitFor();
  await expect.poll(() => text.isVisible()).toBe(false);
  expect(asked.length).toBeGreaterThan(0);
});

test("with loading=click a button opens it, by keyboard too", async () => {
  const opened = await openLesson(exerciseWith(`loading="click"`));
  const { page } = opened;
  const button = page.getByRole("button", { name: "Open the exercise" });
  await button.waitFor();
  expect(await page.locator("iframe").count()).toBe(0);
  expect(await page.getByText("fallback code").isVisible()).toBe(true);
  await page.keyboard.press("Tab");
  await page.keyboard.press("Enter");
  await page.frameLocator("iframe").getByRole("button", { name: /^Run/ }).waitFor();
  await expect.poll(() => button.count()).toBe(0);
});

test("taken out it frees its frame and refuses what waits; put back it opens again", async () => {
  const { page } = await openLesson();
  await ask(page, "getFiles");
  const code = await page.evaluate(async () => {
    const exercise = document.querySelector("handoff-exercise");
    const waiting = exercise?.run().catch((error: Error & { code: string }) => error.code);
    exercise?.remove();
    Object.assign(window, { kept: exercise });
    return waiting;
  });
  expect(code).toBe("removed");
  await expect.poll(() => page.frames().length).toBe(1);
  await page.evaluate(() => document.body.append((window as unknown as { kept: Element }).kept));
  expect(await ask(page, "run")).toMatchObject({ status: "failed" });
});

test("mount() takes the same options", async () => {
  const script = `import { mount } from "${site}embed.js";
    mount("#place", { exercise: "identity-handoff", readonly: true, view: "editor", height: "500px" });`;
  const { page, frame } = await openLesson(`<div id="place"></div><script type="module">${script}</script>`);
  await frame.getByRole("textbox", { name: /read-only/ }).waitFor();
  expect(await ask(page, "run")).toMatchObject({ status: "failed" });
  expect(await heightOf(page)).toBe(500);
});

test("height=auto grows with the code, does not shrink while one types, and ends at the host's max-height", async () => {
  const { page } = await openLesson(exerciseWith(`view="editor"`));
  const lines = (count: number): Record<string, string> => ({
    "convex/tasks.ts": Array.from({ length: count }, (_, line) => `// ${line}`).join("\n"),
  });
  await ask(page, "setFiles", lines(5));
  const short = await heightOf(page);
  expect(short).toBeGreaterThanOrEqual(640);
  await ask(page, "setFiles", lines(40));
  await expect.poll(() => heightOf(page)).toBeGreaterThan(800);
  const tall = await heightOf(page);
  await ask(page, "setFiles", lines(5));
  await ask(page, "run");
  expect(await heightOf(page)).toBe(tall);
  await page.addStyleTag({ content: "handoff-exercise { max-height: 700px }" });
  await expect.poll(() => heightOf(page)).toBe(700);
});

test("autorun runs the exercise's own files, and nothing that came from outside", async () => {
  const own = await openLesson(exerciseWith("autorun"));
  const status = await own.page.evaluate(
    () =>
      new Promise((resolve) => {
        document
          .querySelector("handoff-exercise")
          ?.addEventListener("verdict", ({ detail }) => resolve(detail.status));
      }),
  );
  expect(status).toBe("failed");
  await expectHostUntouched(own);

  const given = await openLesson();
  await given.page.evaluate(() => {
    Object.assign(window, { runs: 0 });
    document
      .querySelector("handoff-exercise")
      ?.addEventListener("run", () => ((window as unknown as { runs: number }).runs += 1));
  });
  await ask(given.page, "setFiles", { "convex/tasks.ts": "// mine" });
  await given.page.evaluate(() => document.querySelector("handoff-exercise")?.setAttribute("autorun", ""));
  await ask(given.page, "getProgress");
  expect(await given.page.evaluate(() => (window as unknown as { runs: number }).runs)).toBe(0);
});
