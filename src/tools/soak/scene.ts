/** What the tabs showed when something broke, for whoever reads the report. */
import type { Hop } from "../../wire/handoff.ts";
import type { SoakTab } from "./tab.ts";

const HOPS_SHOWN = 24;
const LONGEST_TEXT = 400;
const READ_MS = 2000;

export async function sceneOf(tabs: readonly SoakTab[]): Promise<string[]> {
  const scenes: string[] = [];
  for (const [index, tab] of tabs.entries()) {
    scenes.push(`tab ${index + 1}:`);
    scenes.push(`  says: ${shortened(await read(() => tab.page.getByRole("status").allTextContents()))}`);
    await read(() => tab.page.getByRole("tab", { name: /^Console/ }).click({ timeout: READ_MS }));
    scenes.push(`  console: ${shortened(await read(() => tab.page.getByRole("log").allInnerTexts()))}`);
    scenes.push(...tab.told.hops.slice(-HOPS_SHOWN).map((hop) => `  ${shortened(lineOf(hop))}`));
  }
  return scenes;
}

/** A page that has crashed says nothing. */
async function read(reading: () => Promise<unknown>): Promise<string> {
  try {
    return JSON.stringify(await reading()) ?? "";
  } catch (error) {
    return `(${error instanceof Error ? (error.message.split("\n")[0] ?? "") : String(error)})`;
  }
}

function lineOf({ id, from, to, content }: Hop): string {
  return `${id} ${from} → ${to} ${JSON.stringify(content)}`;
}

function shortened(text: string): string {
  return text.length > LONGEST_TEXT ? `${text.slice(0, LONGEST_TEXT)}…` : text;
}
