import { describe, expect, test } from "vitest";
import { answerTo, type Answer } from "./answer.ts";

const SCOPE = "https://school.example/handoff/";
const PATHS = new Set(["index.html", "lesson.html", "assets/index-1.js", "guide/index.html"]);

function answer(url: string, { method = "GET", headers = {} } = {}): Answer {
  return answerTo({ method, url, headers: new Headers(headers) }, SCOPE, PATHS);
}

describe("the service worker answers", () => {
  test.each([
    [SCOPE, "index.html"],
    [`${SCOPE}?exercise=identity-handoff&embed=1`, "index.html"],
    [`${SCOPE}index.html?theme=dark`, "index.html"],
    [`${SCOPE}lesson.html?x=1`, "lesson.html"],
    [`${SCOPE}guide/`, "guide/index.html"],
    [`${SCOPE}assets/index-1.js`, "assets/index-1.js"],
  ])("%s with %s", (url, path) => {
    expect(answer(url)).toEqual({ type: "file", url: SCOPE + path });
  });

  test("an asset of another build as far as it has it", () => {
    expect(answer(`${SCOPE}assets/index-0.js`)).toEqual({
      type: "older-file",
      url: `${SCOPE}assets/index-0.js`,
    });
  });
});

describe("the service worker leaves alone", () => {
  test.each([
    ["another origin", "https://other.example/handoff/index.html"],
    ["another port", "https://school.example:8443/handoff/index.html"],
    ["a folder beside the site", "https://school.example/handoff-old/index.html"],
    ["the folder above", "https://school.example/index.html"],
    ["a page that the build does not have", `${SCOPE}missing.html`],
    ["its own script", `${SCOPE}service-worker.js`],
  ])("%s", (_, url) => {
    expect(answer(url)).toEqual({ type: "none" });
  });

  test("whatever is not read whole", () => {
    expect(answer(SCOPE, { method: "POST" })).toEqual({ type: "none" });
    expect(answer(SCOPE, { method: "HEAD" })).toEqual({ type: "none" });
    expect(answer(SCOPE, { headers: { range: "bytes=0-9" } })).toEqual({ type: "none" });
  });
});
