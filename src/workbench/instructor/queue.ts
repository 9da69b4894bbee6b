/** Runs variants one after the other, with one runner for those of one exercise. */
import type { Runner } from "../../run/runner.ts";
import type { CheckResult, Verdict } from "../../wire/verdict.ts";
import type { Variant } from "../../exercise/variants.ts";

export type OpenedRunner = {
  readonly runner: Pick<Runner, "run" | "stop" | "resetBackend" | "subscribe">;
  close(): void;
};

export type QueueParts = {
  /** Takes the next variant from the queue, which may grow meanwhile. */
  readonly next: () => Variant | undefined;
  readonly openRunner: (exercise: string) => OpenedRunner;
  readonly onStart: (variant: Variant) => void;
  readonly onCheck: (variant: Variant, result: CheckResult) => void;
  /** The verdict's status is `stopped` only when the signal ended it. */
  readonly onEnd: (variant: Variant, verdict: Verdict) => void;
};

/** Settles when the queue is empty, or soon after the signal. What was not begun stays in the queue. */
export async function runQueue(signal: AbortSignal, parts: QueueParts): Promise<void> {
  let exercise: string | null = null;
  let opened: OpenedRunner | null = null;
  try {
    while (!signal.aborted) {
      const variant = parts.next();
      if (variant === undefined) return;
      if (opened === null || exercise !== variant.exercise) {
        opened?.close();
        exercise = variant.exercise;
        opened = parts.openRunner(exercise);
      }
      parts.onStart(variant);
      const verdict = await runVariant(signal, opened.runner, variant, parts.onCheck);
      parts.onEnd(variant, verdict);
    }
  } finally {
    opened?.close();
  }
}

async function runVariant(
  signal: AbortSignal,
  runner: OpenedRunner["runner"],
  variant: Variant,
  onCheck: QueueParts["onCheck"],
): Promise<Verdict> {
  const stop = (): void => runner.stop();
  const unsubscribe = runner.subscribe((event) => {
    if (event.type === "check") onCheck(variant, event.result);
  });
  signal.addEventListener("abort", stop, { once: true });
  try {
    // Rows that the variant before has left must not meet this one's schema.
    await runner.resetBackend();
    if (signal.aborted) return stoppedBeforeItBegan(variant);
    return await runner.run(variant.files);
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    return { ...stoppedBeforeItBegan(variant), status: "error", error: { code: "internal", message } };
  } finally {
    signal.removeEventListener("abort", stop);
    unsubscribe();
  }
}

function stoppedBeforeItBegan({ exercise }: Variant): Verdict {
  return { exercise, runId: "", durationMs: 0, status: "stopped", checks: [] };
}
