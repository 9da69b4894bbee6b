/** Takes the results out of the page. */
import { useSignal, type ReadonlySignal } from "@preact/signals";
import { resultsCsv, resultsJson, type VariantResult } from "./results.ts";

type ResultsBarProps = {
  readonly results: ReadonlySignal<readonly VariantResult[]>;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
};

export function ResultsBar({ results, now }: ResultsBarProps) {
  const told = useSignal("");
  const found = results.value;
  const json = (): string => resultsJson(found, now());
  const csv = (): string => resultsCsv(found);

  async function copy(name: string, text: string): Promise<void> {
    try {
      await navigator.clipboard.writeText(text);
      told.value = `${name} copied.`;
    } catch {
      told.value = "The browser did not allow copying. Download the file instead.";
    }
  }

  const isEmpty = found.length === 0;
  return (
    <div class="instructor-results" role="group" aria-label="Results">
      <button type="button" class="button small" disabled={isEmpty} onClick={() => void copy("JSON", json())}>
        Copy JSON
      </button>
      <button
        type="button"
        class="button small"
        disabled={isEmpty}
        onClick={() => download("handoff-results.json", "application/json", json())}
      >
        Download JSON
      </button>
      <button type="button" class="button small" disabled={isEmpty} onClick={() => void copy("CSV", csv())}>
        Copy CSV
      </button>
      <button
        type="button"
        class="button small"
        disabled={isEmpty}
        onClick={() => download("handoff-results.csv", "text/csv;charset=utf-8", csv())}
      >
        Download CSV
      </button>
      <p role="status" aria-live="polite" class="small-print">
        {told.value}
      </p>
    </div>
  );
}

function download(name: string, type: string, text: string): void {
  const url = URL.createObjectURL(new Blob([text], { type }));
  const link = document.createElement("a");
  link.href = url;
  link.download = name;
  link.click();
  // The browser has taken the blob once the click has been handled.
  setTimeout(() => URL.revokeObjectURL(url), 1000);
}
