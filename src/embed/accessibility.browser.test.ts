import { expect, test } from "vitest";
import { violations } from "../tools/testing/accessibility.ts";
import { ask, setOption, siteFrame } from "../tools/testing/embedding.ts";
import { embedStage, exerciseWith } from "../tools/testing/embed-stage.ts";
import { VIEWS } from "../wire/options.ts";

const { site, openLesson } = embedStage();

test("axe finds nothing in an embed with any view, before and after a run, wide and narrow", async () => {
  const { page } = await openLesson(exerciseWith(`height="auto"`));
  await ask(page, "getFiles");
  const frame = siteFrame(page, site);
  await frame.locator(".cm-content").waitFor();

  async function look(when: string): Promise<void> {
    for (const view of VIEWS) {
      await setOption(page, "view", view);
      for (const width of [1280, 360]) {
        await page.setViewportSize({ width, height: 800 });
        expect(await violations(page, frame), `${when}, ${view}, ${width}`).toEqual([]);
        // Nothing is cut off at the side.
        const [whole, seen] = await frame.evaluate(() => [
          document.documentElement.scrollWidth,
          document.documentElement.clientWidth,
        ]);
        expect(whole).toBe(seen);
      }
    }
  }
  await look("before");
  await ask(page, "run");
  await look("after");
});
