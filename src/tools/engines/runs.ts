/** The site at work in one engine: runs to their verdicts. */
import { call, type Engine } from "./engine.ts";
import { APP, embedding, openIn, rightFiles, runIn, SCRIPT } from "./exercise-page.ts";
import { pressRun } from "./in-page.ts";
import { RunLog, type Ran, type RunReport } from "./run-log.ts";
import { openControlSite, openSite } from "./sites.ts";

/** Of a host page that frames only what allows it. */
const EMBEDDER_POLICY = { "cross-origin-embedder-policy": "require-corp" };

/** Each with and without the headers of `public/_headers`. */
export async function runSite(engine: Engine, siteFolder: string): Promise<readonly RunReport[]> {
  const hosts = await openControlSite();
  const log = new RunLog(engine.name);
  try {
    for (const withHeaders of [false, true]) {
      const site = await openSite(siteFolder, withHeaders);
      const how = withHeaders ? ", with headers" : "";
      try {
        const page = `${site.url}?exercise=${APP}`;
        await log.note(`the starter, by Run${how}`, () => runByButton(engine, page), { status: "failed" });
        for (const exercise of [APP, SCRIPT]) {
          const right = rightFiles(exercise);
          const solved = async (host: string): Promise<Ran> => {
            await openIn(engine, host);
            return runIn(engine, right);
          };
          const html = embedding(site.url, exercise);
          const host = hosts.serve({ html });
          await log.noteUsual(`${exercise}, solved${how}`, () => solved(host));
          // WebKit does not know `credentialless`, which the site's headers say.
          if (!withHeaders || engine.name === "webkit") continue;
          const wary = hosts.serve({ html, headers: EMBEDDER_POLICY });
          await log.noteUsual(`${exercise}, solved, in a page with an embedder policy`, () => solved(wary));
        }
      } finally {
        await site.switchOff();
      }
    }
  } finally {
    hosts.close();
  }
  return log.reports;
}

async function runByButton({ tab }: Engine, url: string): Promise<Ran> {
  await tab.goto(url);
  return { verdict: await call(tab, pressRun), gaps: null };
}
