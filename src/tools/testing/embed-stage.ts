/** What the tests of a file need that embed an exercise: one Chromium and one site of somebody else's for all of them. */
import type { Browser, BrowserContextOptions } from "playwright-core";
import { afterAll, afterEach, beforeAll, inject } from "vitest";
import { launchChromium } from "./browser.ts";
import { EXERCISE, lessonPage, openEmbedding, type Embedding } from "./embedding.ts";
import { openHostSite, type HostPage, type HostSite } from "./host-site.ts";

export type EmbedStage = {
  /** Of our site. Ends in a slash. */
  readonly site: string;
  /** A page of somebody else's, in a profile of its own that is closed after the test. */
  readonly open: (host: HostPage, options?: BrowserContextOptions) => Promise<Embedding>;
  /** A lesson page with that in it. */
  readonly openLesson: (body?: string) => Promise<Embedding>;
  /** As if the host were of our own site: in Playwright's Chromium only such a frame may store. */
  readonly openOnSameSite: (host: HostPage) => Promise<Embedding>;
};

/** To be called once in a file. */
export function embedStage(): EmbedStage {
  const site = inject("siteUrl");
  const opened: Embedding[] = [];
  let browser: Browser;
  let hosts: HostSite;
  beforeAll(async () => {
    [browser, hosts] = await Promise.all([launchChromium(), openHostSite()]);
  });
  afterEach(() => Promise.all(opened.splice(0).map(({ context }) => context.close())));
  afterAll(() => Promise.all([browser.close(), hosts.close()]));

  async function open(from: HostSite, host: HostPage, options?: BrowserContextOptions): Promise<Embedding> {
    const embedding = await openEmbedding(browser, site, from, host, options);
    opened.push(embedding);
    return embedding;
  }
  return {
    site,
    open: (host, options) => open(hosts, host, options),
    openLesson: (body = EXERCISE) => open(hosts, lessonPage(site, body)),
    openOnSameSite: (host) =>
      // The name of the site, another port.
      open({ ...hosts, serve: (page) => hosts.serve(page).replace("localhost", "127.0.0.1") }, host),
  };
}

/** The exercise with those attributes. */
export function exerciseWith(attributes: string): string {
  return EXERCISE.replace("<handoff-exercise", `<handoff-exercise ${attributes}`);
}
