/**
 * Nothing gets out: every way that is known, tried in Chromium by learner code in the site's own sandbox, against a
 * server that listens. The other engines do the same in `npm run test:engines`.
 */
import { expect, inject, test } from "vitest";
import { judge, summary } from "./judge.ts";
import { runEngine } from "./parent.ts";
import { findEngines } from "./paths.ts";

test("whatever learner code tries, nothing leaves the sandbox but what is named; with the headers, nothing at all", async () => {
  const report = await runEngine({
    engine: "chromium",
    paths: await findEngines(),
    siteFolder: inject("siteFolder"),
    wants: ["matrix"],
  });
  if (report.matrix === null) throw new Error("There is no matrix.");
  const { faults, live, residual, notLiveHere } = judge(report.matrix);
  console.info(summary(report.matrix));
  for (const { name, lacks } of notLiveHere) console.info(`not live here: ${name} (${lacks})`);
  expect(faults).toEqual([]);
  expect(live + notLiveHere.length).toBeGreaterThanOrEqual(110);
  // Named because it does: README says so.
  expect(residual).toContain("link_preconnect");
  const withHeaders = report.matrix.rows.filter(({ leaks }) =>
    leaks.some(({ cell }) => cell === "app with headers"),
  );
  expect(withHeaders).toEqual([]);
}, 300_000);
