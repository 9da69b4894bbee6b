/** What the browser keeps of the texts, whoever saved it. */
import type { Page } from "playwright-core";
import { untilEqual } from "./breach.ts";
import type { SoakTab } from "./tab.ts";
import type { Texts } from "./texts.ts";
import { EDITABLE, STARTER } from "./world.ts";

/** Waits until the newest stored draft holds the tab's texts: from then on nothing that happens to the page loses them. */
export async function untilKept(tab: SoakTab): Promise<void> {
  await untilEqual({
    what: "the draft is stored",
    kind: "loss",
    read: async () => draftOf((await newestDraft(tab.page)).files),
    wanted: draftOf(changedTexts(tab)),
  });
}

export async function isKept(tab: SoakTab): Promise<boolean> {
  const stored = draftOf((await newestDraft(tab.page)).files);
  return JSON.stringify(stored) === JSON.stringify(draftOf(changedTexts(tab)));
}

/** Of the newest stored draft; 0 when there is none. */
export async function storedRevision(page: Page): Promise<number> {
  return (await newestDraft(page)).revision;
}

function changedTexts({ texts }: SoakTab): Texts {
  return Object.fromEntries(Object.entries(texts.all).filter(([path, text]) => text !== STARTER[path]));
}

/** In one order, to be compared. */
function draftOf(files: Texts): [path: string, text: string][] {
  return EDITABLE.flatMap((path) => (files[path] === undefined ? [] : [[path, files[path]]]));
}

type StoredDraft = { readonly revision: number; readonly files: Texts };

/** Without files when there is no draft. */
function newestDraft(page: Page): Promise<StoredDraft> {
  return page.evaluate(async () => {
    const asPromise = <Value>(request: IDBRequest<Value>): Promise<Value> =>
      new Promise((resolve, reject) => {
        request.addEventListener("success", () => resolve(request.result));
        request.addEventListener("error", () => reject(new Error(String(request.error))));
      });
    const database = await asPromise(indexedDB.open("handoff-drafts"));
    const drafts: { revision: number; files: Readonly<Record<string, string>> }[] = await asPromise(
      database.transaction("drafts").objectStore("drafts").getAll(),
    );
    database.close();
    return drafts.toSorted((one, other) => other.revision - one.revision)[0] ?? { revision: 0, files: {} };
  });
}
