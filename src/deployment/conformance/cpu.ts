/** Processor time, which a machine that is busy with something else does not stretch as it does the clock. */

/** Milliseconds that this process has computed so far, all threads together. */
function computedMs(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}

/** What was waited for, and how long the process computed meanwhile. */
export async function measured<Value>(
  work: () => Promise<Value>,
): Promise<{ readonly value: Value; readonly ms: number }> {
  const before = computedMs();
  const value = await work();
  return { value, ms: computedMs() - before };
}
