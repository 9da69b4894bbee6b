/** What a wait has seen so far: the sentence to fail with, and whether its time is over. */
export type WaitState = { problem: string; over: boolean };

/** How long the app may take for what a click would start. */
export const APP_TIMEOUT_MS = 2000;

/** Rejects with the state's problem when the work takes longer. */
export async function withDeadline<T>(timeoutMs: number, work: (state: WaitState) => Promise<T>): Promise<T> {
  const state: WaitState = { problem: "nothing happened", over: false };
  let timer: ReturnType<typeof setTimeout> | undefined;
  const deadline = new Promise<never>((_, reject) => {
    timer = setTimeout(() => {
      state.over = true;
      reject(new Error(`Waited ${timeoutMs / 1000} s: ${state.problem}.`));
    }, timeoutMs);
  });
  try {
    return await Promise.race([work(state), deadline]);
  } finally {
    state.over = true;
    clearTimeout(timer);
  }
}
