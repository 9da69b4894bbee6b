/** One line above the code that says what happened to the draft, and what can be done about it. */
import { useRef } from "preact/hooks";
import { noticeSentence, type Notice } from "../../drafts/notices.ts";
import type { WorkbenchModel } from "../state/workbench-model.ts";
import type { DraftsView } from "./drafts-view.ts";
import "../styles/drafts.css";

type Actions = NonNullable<DraftsView["drafts"]>;
type Action = { readonly name: string; readonly act: () => void };

export function DraftBar({ model }: { readonly model: WorkbenchModel }) {
  const { notice, drafts } = model.drafts;
  const sentence = useRef<HTMLParagraphElement>(null);
  // Of code that came with a link, another notice speaks.
  const told = model.share.foreign.value ? null : shownNotice(notice.value, model.options.readonly);
  return (
    <div class="draft-bar" data-notice={told?.type ?? "none"}>
      <p ref={sentence} class="draft-sentence" role="status" aria-live="polite" tabIndex={-1}>
        {told !== null && noticeSentence(told, Date.now())}
      </p>
      {told !== null &&
        drafts !== null &&
        actionsOf(told, drafts).map(({ name, act }) => (
          <button
            key={name}
            type="button"
            class="button small"
            onClick={() => {
              act();
              // The button goes; the sentence says what that did, and without one the code is next.
              if (notice.peek() === null) document.getElementById("code")?.focus();
              else sentence.current?.focus();
            }}
          >
            {name}
          </button>
        ))}
    </div>
  );
}

/** Where nothing can be changed, nothing is lost. */
function shownNotice(notice: Notice | null, isReadOnly: boolean): Notice | null {
  return isReadOnly && (notice?.type === "denied" || notice?.type === "full") ? null : notice;
}

function actionsOf(notice: Notice, drafts: Actions): readonly Action[] {
  const dismiss = { name: "Dismiss", act: () => drafts.dismiss() };
  const undo = { name: "Undo", act: () => drafts.undo() };
  const keepMine = { name: "Keep mine", act: () => drafts.keepMine() };
  switch (notice.type) {
    case "restored":
      return [{ name: "Start fresh", act: () => drafts.startFresh() }, dismiss];
    case "earlier":
      return [{ name: "Use it anyway", act: () => drafts.useEarlier() }, dismiss];
    case "aside":
      return [{ name: "Use my own code instead", act: () => drafts.useAside() }, dismiss];
    case "fresh":
    case "taken":
    case "used":
    case "returned":
      return [undo, dismiss];
    case "late":
      return [{ name: "Use the draft", act: () => drafts.takeNewer() }, keepMine];
    case "conflict":
      return [{ name: "Take the newer code", act: () => drafts.takeNewer() }, keepMine];
    case "followed":
    case "damaged":
    case "denied":
    case "full":
      return [dismiss];
    default:
      return notice satisfies never;
  }
}
