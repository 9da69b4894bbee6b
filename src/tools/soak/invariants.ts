/** What has to hold after every action, whatever it was. */
import { Breach } from "./breach.ts";
import { storedRevision, untilKept } from "./drafts.ts";
import { expectRows } from "./runs.ts";
import type { World } from "./world.ts";

/** `everyText`: on the screen, too, those of the files that are not chosen, which takes some time. */
export async function expectInvariants(world: World, everyText: boolean): Promise<void> {
  if (world.offences.length > 0) throw new Breach("fault", world.offences.join("\n"));
  for (const tab of world.tabs) {
    if (!(await tab.button(/^Run/).isEnabled({ timeout: 5000 })))
      throw new Breach("fault", "Run cannot be pressed.");
  }
  await world.tab.expectSyncVersions();
  await expectDraft(world);
  if (world.hasTables) await expectRows(world);
  if (everyText) for (const tab of world.tabs) await tab.expectTexts();
}

/** Every file as the tabs have it, and never an older one than before. */
async function expectDraft(world: World): Promise<void> {
  for (const tab of world.tabs) await untilKept(tab);
  const revision = await storedRevision(world.tab.page);
  if (revision < world.revision)
    throw new Breach("loss", `The stored draft went back from revision ${world.revision} to ${revision}.`);
  world.revision = revision;
}
