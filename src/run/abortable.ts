/** Stops waiting when the signal is aborted; what is under way is thrown away by whoever aborted it. */
export function abortable<T>(signal: AbortSignal, work: Promise<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    if (signal.aborted) reject(new Error("stopped"));
    signal.addEventListener("abort", () => reject(new Error("stopped")), { once: true });
    work.then(resolve, reject);
  });
}
