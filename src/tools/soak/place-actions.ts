/** What happens to pages, tabs, storage and the network. */
import { denyStorage } from "../testing/draft-tab.ts";
import { until } from "./breach.ts";
import { isKept, untilKept } from "./drafts.ts";
import { edit } from "./edit-actions.ts";
import { applyEdit, randomEdit, type Edit } from "./edits.ts";
import { crashPage, killWorker } from "./kills.ts";
import type { Random } from "./random.ts";
import { SoakTab } from "./tab.ts";
import { EDITABLE, STARTER, TASKS, type World } from "./world.ts";

export async function reload(world: World): Promise<string> {
  await untilStoredForOffline(world);
  await world.tab.reload();
  world.forgetPage();
  return "every text is there";
}

/** Without the network, only a page that is stored can be loaded. */
async function untilStoredForOffline(world: World): Promise<void> {
  if (world.isOffline && !(await isStoredForOffline(world))) await world.setOffline(false);
}

function isStoredForOffline({ tab }: World): Promise<boolean> {
  return tab.page.locator("summary").filter({ hasText: "Ready for offline" }).isVisible();
}

export async function crashThePage(world: World): Promise<string> {
  await world.closeOthers();
  await untilStoredForOffline(world);
  await untilKept(world.tab);
  const { all } = world.tab.texts;
  await crashPage(world.context, world.tab.page);
  world.kills += 1;
  world.tabs = [await SoakTab.open(world.context, world.address, all)];
  world.forgetPage();
  return "every text is there";
}

/** Nobody notices that one is gone: what is promised is that loading the page again puts everything right. */
export async function killTrustedWorker(world: World, random: Random): Promise<string> {
  const name = random.pick(["compiler", "issuer", "deployment"] as const);
  if (await killWorker(world.tab.page, name, 0)) world.kills += 1;
  return `${name}; ${await reload(world)}`;
}

export async function editInAnotherTab(world: World, random: Random): Promise<string> {
  const other = await anotherTab(world);
  return edit(world, other, random);
}

async function anotherTab(world: World): Promise<SoakTab> {
  const [, open] = world.tabs;
  if (open !== undefined) return open;
  await untilStoredForOffline(world);
  await untilKept(world.tab);
  const other = await SoakTab.open(world.context, world.address, world.tab.texts.all);
  world.tabs = [world.tab, other];
  return other;
}

const CONFLICT = "This exercise is also open in another tab, which has newer changes.";

/** Both change before either has heard of the other. One is asked, and what it is told is what both show. */
export async function clash(world: World, random: Random): Promise<string> {
  const [one, two] = [world.tab, await anotherTab(world)];
  const line = (name: string): Edit => ({
    how: "typed",
    line: 0,
    column: 0,
    lines: 0,
    characters: 0,
    text: `// ${world.token}${name}\n`,
  });
  for (const tab of [one, two]) await tab.select(TASKS, line(""));
  const before = one.texts.of(TASKS);
  const edits = [line("one"), line("two")] as const;
  await Promise.all([one.write(edits[0]), two.write(edits[1])]);
  const texts = edits.map((each) => applyEdit(before, each));

  const asked = await until({
    what: "one of the tabs is asked, or follows the other",
    read: async () => {
      for (const tab of [one, two]) if (await tab.page.getByText(CONFLICT).isVisible()) return tab;
      const read = await Promise.all([one.read(TASKS), two.read(TASKS)]);
      // The second was late, and typed into what the first had saved.
      const isBoth = read[0].includes(`${world.token}one`) && read[0].includes(`${world.token}two`);
      return isBoth && read[0] === read[1] ? read[0] : null;
    },
    isRight: (outcome) => outcome !== null,
    withinMs: 15_000,
  });
  if (asked === null || typeof asked === "string") {
    for (const tab of [one, two]) tab.texts.change({ [TASKS]: asked ?? "" });
    return "one followed the other";
  }
  const [own = "", others = ""] = asked === one ? texts : texts.toReversed();
  const other = asked === one ? two : one;
  asked.texts.change({ [TASKS]: own });
  other.texts.change({ [TASKS]: others });
  const keeps = random.below(2) === 0;
  await asked.expectText(TASKS);
  await other.expectText(TASKS);
  await asked.button(keeps ? "Keep mine" : "Take the newer code").click();
  (keeps ? other : asked).texts.change({ [TASKS]: keeps ? own : others });
  for (const tab of [one, two]) await tab.expectText(TASKS);
  return keeps ? "mine was kept" : "the newer was taken";
}

/** A visit where the browser lets the page store nothing. */
export async function denyStorageOnce(world: World, random: Random): Promise<string> {
  const context = await world.browser.newContext({ viewport: { width: 1280, height: 2000 } });
  try {
    world.watch(context);
    await denyStorage(context);
    const tab = await SoakTab.open(context, world.address, STARTER);
    await tab.page.getByText("Drafts cannot be kept here").first().waitFor();
    const path = random.pick(EDITABLE);
    const made = randomEdit(random, tab.texts.of(path), world.token);
    await tab.select(path, made);
    await tab.write(made);
    tab.texts.change({ [path]: applyEdit(tab.texts.of(path), made) });
    await tab.expectText(path);
    await tab.verdictOf(await tab.startRun());
    await tab.expectTexts();
    await tab.expectSyncVersions();
    return `typed into ${path}, and ran it`;
  } finally {
    await context.close();
  }
}

/** There is no room for a draft for a while; what is typed meanwhile is kept as soon as there is. */
export async function fillStorage(world: World, random: Random): Promise<string> {
  await world.closeOthers();
  const { tab } = world;
  const { origin } = world;
  await untilKept(tab);
  const session = await world.context.newCDPSession(tab.page);
  await session.send("Storage.overrideQuotaForOrigin", { origin, quotaSize: 1 });
  const did = await edit(world, tab, random);
  // Small writes may find room all the same: then they are kept.
  const isFull = await until({
    what: "the page says that there is no room, or the draft is stored",
    read: async () => {
      if (await tab.page.getByText("the browser has no room left for this page").isVisible()) return true;
      return (await isKept(tab)) ? false : null;
    },
    isRight: (outcome) => outcome !== null,
  });
  await session.send("Storage.overrideQuotaForOrigin", { origin });
  await session.detach();
  await edit(world, tab, random);
  await untilKept(tab);
  return `${did}, ${isFull === true ? "which was told to have no room" : "for which there was room"}`;
}

export async function switchNetwork(world: World): Promise<string> {
  await world.setOffline(!world.isOffline);
  return world.isOffline ? "offline" : "online";
}
