/** Edits in the editor, each held to the model of its text. */
import { applyEdit, randomEdit } from "./edits.ts";
import type { Random } from "./random.ts";
import type { SoakTab } from "./tab.ts";
import { EDITABLE, type World } from "./world.ts";

export async function edit(world: World, tab: SoakTab, random: Random): Promise<string> {
  const path = random.pick(EDITABLE);
  const before = tab.texts.of(path);
  const made = randomEdit(random, before, world.token);
  world.note(`  ${path} ${JSON.stringify(made)}`);
  await tab.select(path, made);
  await tab.write(made);
  await world.changed(tab, { ...tab.texts.all, [path]: applyEdit(before, made) });
  return `${made.how} in ${path}`;
}

export async function undo(world: World, tab: SoakTab, random: Random): Promise<string> {
  const path = random.pick(EDITABLE);
  if (tab.texts.undo(path) === null) return edit(world, tab, random);
  await tab.choose(path);
  await tab.editor.focus();
  await tab.page.keyboard.press("Escape");
  await tab.page.keyboard.press("ControlOrMeta+z");
  await world.followed(tab, [path]);
  return `in ${path}`;
}
