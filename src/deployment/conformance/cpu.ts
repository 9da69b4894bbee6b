/** Processor time, which a machine that is busy with something else does not stretch as it does the clock. */

/** Milliseconds that this process has computed so far, all threads together. */
function computedMs(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}

/** What was waited for, and how long the process computed meanwhile. */
async function measured<Value>(
  work: () => Promise<Value>,
): Promise<{ readonly value: Value; readonly ms: number }> {
  const before = computedMs();
  const value = await work();
  return { value, ms: computedMs() - before };
}

/** Of processor time, from the arrival of an input to its answer: what takes longer keeps everybody else waiting. */
export const LONGEST_MS = 100;
const MOST_TRIES = 3;

/** The quickest of some tries: collecting garbage may fall into one, what an input costs is there in each. */
export async function quickest<Value>(
  work: () => Promise<Value>,
): Promise<{ readonly value: Value; readonly ms: number }> {
  let best = await measured(work);
  for (let tries = 1; tries < MOST_TRIES && best.ms > LONGEST_MS; tries++) {
    const next = await measured(work);
    if (next.ms < best.ms) best = next;
  }
  return best;
}
