/** Remembers that a person has removed the stored site, so that it is not stored again until they ask. */

const KEY = "handoff:offline";

export type Choice = {
  isRemoved(): boolean;
  setRemoved(isRemoved: boolean): void;
};

/** `storage` may throw on every use, even to reach it: then the choice lasts as long as the page. */
export function createChoice(storage: () => Pick<Storage, "getItem" | "setItem" | "removeItem">): Choice {
  let remembered = false;
  return {
    isRemoved() {
      try {
        return storage().getItem(KEY) === "removed";
      } catch {
        return remembered;
      }
    },
    setRemoved(isRemoved) {
      remembered = isRemoved;
      try {
        if (isRemoved) storage().setItem(KEY, "removed");
        else storage().removeItem(KEY);
      } catch {
        // Storage is denied: `remembered` stands in.
      }
    },
  };
}
