import type { FrameLocator, Locator, Page } from "playwright-core";
import { describe, expect, test } from "vitest";
import {
  ask,
  heightOf,
  lessonPage,
  setOption,
  solutionFiles,
  type Embedding,
} from "../tools/testing/embedding.ts";
import { embedStage, exerciseWith } from "../tools/testing/embed-stage.ts";
import { hostHtml } from "../tools/testing/host-site.ts";
import { VIEWS, type View } from "../wire/options.ts";

const { site, open, openLesson, openOnSameSite } = embedStage();

const openWith = (attributes: string): Promise<Embedding> => openLesson(exerciseWith(attributes));

type Place = Page | FrameLocator;

/** What is in sight with each view, and with no other but `split`. */
const MARKS: Readonly<Record<Exclude<View, "split">, (place: Place) => Locator>> = {
  editor: (place) => place.getByRole("textbox", { name: /^Code editor/ }),
  preview: (place) => place.getByRole("tab", { name: "Preview" }),
  handoff: (place) => place.getByText("Hops of", { exact: true }),
  checks: (place) => place.getByRole("group", { name: "Results of the checks" }),
};

const shownIn = async (place: Place): Promise<string[]> => {
  const marks = Object.entries(MARKS);
  const isShown = await Promise.all(marks.map(([, mark]) => mark(place).isVisible()));
  return marks.filter((_, index) => isShown[index]).map(([name]) => name);
};

const expectView = (place: Place, view: View, beside: View = "handoff"): Promise<void> =>
  expect
    .poll(() => shownIn(place), { message: view })
    .toEqual(view === "split" ? ["editor", "preview", beside] : [view]);

describe("view", () => {
  test("each is shown from the start by the plain address, and followed live by the element", async () => {
    const { page, frame } = await openLesson();
    await frame.getByRole("textbox").waitFor();
    for (const view of VIEWS) {
      await setOption(page, "view", view);
      await expectView(frame, view);
    }
    // Side by side again, with what was looked at last.
    await setOption(page, "view", null);
    await expectView(frame, "split", "checks");
    for (const view of VIEWS) {
      await page.goto(`${site}?exercise=identity-handoff&embed=1&view=${view}`);
      await expectView(page, view);
    }
  });
});

describe("solution", () => {
  test("says live when the solution may be looked at", async () => {
    const { page, frame } = await openWith(`solution="never"`);
    const button = frame.getByRole("button", { name: "Show solution" });
    await frame.getByRole("textbox").waitFor();
    expect(await button.count()).toBe(0);
    await setOption(page, "solution", "open");
    await button.waitFor();
    await setOption(page, "solution", "after-pass");
    await expect.poll(() => button.count()).toBe(0);
    await ask(page, "setFiles", solutionFiles("identity-handoff"));
    expect(await ask(page, "run")).toMatchObject({ status: "passed" });
    await button.waitFor();
    await setOption(page, "solution", "never");
    await expect.poll(() => button.count()).toBe(0);
    // As the exercise says, which is open.
    await setOption(page, "solution", null);
    await button.waitFor();
  });
});

describe("persist and key", () => {
  test("say whether and where a draft is kept, and are followed live", async () => {
    const { page } = await openOnSameSite(lessonPage(site, exerciseWith(`key="one"`)));
    const path = "convex/tasks.ts";
    const text = async (): Promise<string | undefined> => (await ask(page, "getFiles"))[path];
    const starter = (await text()) ?? "";
    // An exercise that opens on a busy machine may find its draft only afterwards.
    const holds = (wanted: string): Promise<void> => expect.poll(text, { timeout: 10_000 }).toBe(wanted);
    await ask(page, "setFiles", { [path]: "// of one" });
    // Opens the frame anew, which saves what it leaves.
    await setOption(page, "key", "two");
    await holds(starter);
    await ask(page, "setFiles", { [path]: "// of two" });
    await setOption(page, "key", "one");
    await holds("// of one");

    await setOption(page, "persist", "off");
    await holds(starter);
    await ask(page, "setFiles", { [path]: "// for nobody" });
    await setOption(page, "persist", null);
    await holds("// of one");
    await setOption(page, "key", "two");
    await holds("// of two");
  });
});

describe("loading", () => {
  test("eager loads it far from sight; click may be changed before it is pressed", async () => {
    const body = `<div class="far"></div>${exerciseWith(`loading="click"`)}`;
    const { page } = await openLesson(body);
    await page.getByRole("button", { name: "Open the exercise" }).waitFor();
    expect(await page.locator("iframe").count()).toBe(0);
    await setOption(page, "loading", "lazy");
    await expect.poll(() => page.getByRole("button", { name: "Open the exercise" }).count()).toBe(0);
    expect(await page.locator("iframe").count()).toBe(0);
    await setOption(page, "loading", "eager");
    await page.frameLocator("iframe").getByRole("button", { name: /^Run/ }).waitFor();
    expect(await page.evaluate(() => scrollY)).toBe(0);
  });
});

describe("height", () => {
  test("a length is kept whatever is in it; auto follows the content and tells it", async () => {
    const { page } = await openWith(`view="editor" height="420px"`);
    await page.evaluate(() => {
      const told: number[] = [];
      Object.assign(window, { told });
      document
        .querySelector("handoff-exercise")
        ?.addEventListener("resize", ({ detail }) => told.push(detail.height));
    });
    const told = (): Promise<number[]> => page.evaluate(() => (window as unknown as { told: number[] }).told);
    const lines = Array.from({ length: 40 }, (_, line) => `// ${line}`).join("\n");
    await ask(page, "setFiles", { "convex/tasks.ts": lines });
    await ask(page, "getProgress");
    expect(await heightOf(page)).toBe(420);
    expect(await told()).toEqual([]);

    await setOption(page, "height", "auto");
    await expect.poll(() => heightOf(page)).toBeGreaterThan(800);
    expect((await told()).at(-1)).toBe(await heightOf(page));
    // Another option leaves the height as it is.
    const tall = await heightOf(page);
    await ask(page, "setFiles", { "convex/tasks.ts": "// short" });
    await setOption(page, "theme", "dark");
    await ask(page, "getProgress");
    expect(await heightOf(page)).toBe(tall);

    await setOption(page, "height", "30rem");
    await expect.poll(() => heightOf(page)).toBe(480);
    await setOption(page, "height", null);
    await expect.poll(() => heightOf(page)).toBe(640);
  });
});

describe("before its time", () => {
  test("a call to an element that is not in the page yet waits until it is", async () => {
    const { page } = await openLesson();
    const outcome = await page.evaluate(async () => {
      const exercise = document.createElement("handoff-exercise");
      exercise.exercise = "identity-handoff";
      const files = exercise.getFiles();
      const verdict = exercise.run();
      const early = await Promise.race([files, new Promise((resolve) => setTimeout(resolve, 100, "waits"))]);
      document.body.append(exercise);
      return { early, paths: Object.keys(await files), status: (await verdict).status };
    });
    expect(outcome).toMatchObject({ early: "waits", status: "failed" });
    expect(outcome.paths).toContain("convex/tasks.ts");
  });

  test("properties that are set before the script is there count", async () => {
    const script = `<handoff-exercise></handoff-exercise><script>
      Object.assign(document.querySelector("handoff-exercise"),
        { exercise: "the-right-hook", readonly: true, view: "editor", height: "500px" });
    </script>`;
    const { page, frame } = await open({
      html: hostHtml(`${script}<script type="module" src="${site}embed.js"></script>`),
    });
    await frame.getByRole("textbox", { name: /read-only/ }).waitFor();
    await frame.getByRole("heading", { name: "The right hook" }).waitFor();
    await expectView(frame, "editor");
    expect(await heightOf(page)).toBe(500);
    // They are the element's own no longer: what is set from now on is followed.
    await page.evaluate(() => {
      const exercise = document.querySelector("handoff-exercise");
      if (exercise !== null) exercise.readonly = false;
    });
    await frame.getByRole("textbox", { name: /^Code editor: [\w./-]+$/ }).waitFor();
  });
});

test("a plain iframe takes the same options from its address", async () => {
  const query = "exercise=identity-handoff&embed=1&view=editor&theme=dark&readonly&solution=never&autorun";
  const frameHtml = `<iframe title="Exercise" width="1000" height="640" src="${site}?${query.replaceAll("&", "&amp;")}"></iframe>`;
  const { frame, foreignRequests } = await open({
    html: hostHtml(frameHtml),
  });
  await frame.getByRole("textbox", { name: /read-only/ }).waitFor();
  await frame.getByText("Run 1: 1 of 5 checks passed").waitFor();
  await expectView(frame, "editor");
  expect(await frame.getByRole("button", { name: "Show solution" }).count()).toBe(0);
  const ground = await frame.getByRole("banner").evaluate((node) => getComputedStyle(node).backgroundColor);
  expect(Math.max(...(ground.match(/\d+/g) ?? []).map(Number))).toBeLessThan(80);
  expect(foreignRequests).toEqual([]);
});

test("the link that Share makes can be copied from a frame of another site", async () => {
  const { page, frame } = await openLesson();
  await ask(page, "setFiles", { "convex/tasks.ts": "// mine" });
  await frame.getByRole("button", { name: "Share" }).click();
  await frame.getByRole("button", { name: "Copy link" }).click();
  await frame.getByText("Copied.").waitFor();
});
