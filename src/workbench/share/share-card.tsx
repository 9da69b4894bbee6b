/** Share, the link under the buttons, and the word about code that came with a link. */
import { useEffect, useRef } from "preact/hooks";
import type { WorkbenchModel } from "../state/workbench-model.ts";
import type { SharePanel } from "./share-view.ts";
import "../styles/share.css";

type Props = { readonly model: WorkbenchModel };

export function ShareButton({ model }: Props) {
  const { panel, open, close } = model.share;
  const isOpen = panel.value.type !== "closed";
  return (
    <button
      type="button"
      class="button"
      id="share-button"
      aria-expanded={isOpen}
      aria-controls="share-card"
      onClick={() => (isOpen ? close() : void open())}
    >
      Share
    </button>
  );
}

export function ShareCard({ model }: Props) {
  const panel = model.share.panel.value;
  return (
    <div
      class="share-card"
      id="share-card"
      role="group"
      aria-label="Share"
      data-open={panel.type !== "closed"}
    >
      {panel.type === "refused" && <p>{panel.message}</p>}
      {panel.type === "link" && <ShareLink model={model} panel={panel} />}
      {/* Always there, so that what comes into it is announced. */}
      <p role="status" class="share-status">
        {panel.type === "link" && copySentence(panel.isCopied)}
      </p>
      {panel.type !== "closed" && (
        <button type="button" class="button small" onClick={() => closeCard(model)}>
          Close
        </button>
      )}
    </div>
  );
}

function ShareLink({ model, panel }: Props & { readonly panel: Extract<SharePanel, { type: "link" }> }) {
  const field = useRef<HTMLInputElement>(null);
  // Where the browser lets no page copy, the link is marked for the person to copy.
  useEffect(() => {
    if (panel.isCopied === false) field.current?.select();
  }, [panel.isCopied]);
  return (
    <>
      <label class="share-label" for="share-link">
        A link to your code ({panel.url.length.toLocaleString("en")} characters). The code is in the link
        itself: nothing is uploaded.
      </label>
      <input
        id="share-link"
        ref={field}
        class="share-link"
        readOnly
        value={panel.url}
        onFocus={(event) => event.currentTarget.select()}
      />
      <button type="button" class="button small primary" onClick={() => void model.share.copy()}>
        Copy link
      </button>
    </>
  );
}

function copySentence(isCopied: boolean | null): string {
  if (isCopied === null) return "";
  return isCopied
    ? "Copied."
    : "The browser did not let the page copy. The link is marked: copy it yourself.";
}

/** The closing button goes with the card; the focus goes back to where the card came from. */
function closeCard({ share }: WorkbenchModel): void {
  share.close();
  document.getElementById("share-button")?.focus();
}

/** What is said about a link that was opened. */
export function LinkNotice({ model }: Props) {
  const { notice, foreign, useOwn, dismiss } = model.share;
  const shown = notice.value;
  return (
    <div role="status">
      {shown !== null && (
        <div class={`link-notice link-notice-${shown.type}`}>
          <p>{shown.type === "refused" ? shown.message : openedSentence(foreign.value, shown.isOlder)}</p>
          {shown.type === "opened" && foreign.value && (
            <button type="button" class="button small" onClick={() => leaveNotice(useOwn)}>
              Use my own code instead
            </button>
          )}
          <button type="button" class="button small" onClick={() => leaveNotice(dismiss)}>
            Dismiss
          </button>
        </div>
      )}
    </div>
  );
}

/** The button goes with the notice; the code is next. */
function leaveNotice(act: () => void): void {
  act();
  document.getElementById("code")?.focus();
}

function openedSentence(isForeign: boolean, isOlder: boolean): string {
  const whose = isForeign
    ? "This code came with a link; it is not yours. It runs only when you press Run."
    : "This code came with a link.";
  return isOlder ? `${whose} It was written for an earlier version of this exercise.` : whose;
}
