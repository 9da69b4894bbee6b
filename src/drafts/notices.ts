/** What a person is told of their draft, one at a time, and the sentences for it. Pure. */

export type Notice =
  | { readonly type: "restored"; readonly savedAt: number }
  /** Found only when something had been typed already. */
  | { readonly type: "late"; readonly savedAt: number }
  | { readonly type: "fresh" }
  | { readonly type: "earlier"; readonly savedAt: number }
  /** Code that came with a link has become the person's. */
  | { readonly type: "aside" }
  | { readonly type: "returned" }
  | { readonly type: "followed" }
  | { readonly type: "conflict" }
  | { readonly type: "taken" }
  | { readonly type: "used" }
  | { readonly type: "damaged" }
  | { readonly type: "denied" }
  | { readonly type: "full" };

export type NoticeType = Notice["type"];

/** The sentence of a notice; `nowMs` is when it is read. */
export function noticeSentence(notice: Notice, nowMs: number): string {
  switch (notice.type) {
    case "restored":
      return `Your draft from ${momentText(notice.savedAt, nowMs)} was restored.`;
    case "late":
      return `There is a draft of yours from ${momentText(notice.savedAt, nowMs)}, which was found after you had begun to type.`;
    case "fresh":
      return "The exercise starts fresh.";
    case "earlier":
      return "There is a draft for an earlier version of this exercise.";
    case "aside":
      return "The code of the link has taken the place of your own, which was kept.";
    case "returned":
      return "Your own code is in the editor again.";
    case "followed":
      return "This exercise is also open in another tab. Its newer code is shown here.";
    case "conflict":
      return "This exercise is also open in another tab, which has newer changes.";
    case "taken":
      return "The other code is in place of yours.";
    case "used":
      return "The draft for the earlier version is in the editor.";
    case "damaged":
      return "A stored draft of this exercise could not be read. It was put aside in the browser's storage, not deleted.";
    case "denied":
      return "Drafts cannot be kept here: your browser does not let this page store anything. Your code is lost when you leave.";
    case "full":
      return "Your latest changes cannot be kept: the browser has no room left for this page. They are lost when you leave.";
    default:
      return notice satisfies never;
  }
}

const DAY = new Intl.DateTimeFormat("en-GB", { day: "numeric", month: "long" });
const DAY_OF_YEAR = new Intl.DateTimeFormat("en-GB", { day: "numeric", month: "long", year: "numeric" });

/** `14:32` for today, `21 November, 14:32` for this year, in the browser's time zone. */
export function momentText(atMs: number, nowMs: number): string {
  const at = new Date(atMs);
  const now = new Date(nowMs);
  const time = [at.getHours(), at.getMinutes()].map((part) => String(part).padStart(2, "0")).join(":");
  if (at.toDateString() === now.toDateString()) return time;
  const day = at.getFullYear() === now.getFullYear() ? DAY : DAY_OF_YEAR;
  return `${day.format(at)}, ${time}`;
}
