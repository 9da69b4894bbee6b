/** Lists that a long run may not grow without end: the oldest go first. */
export const CONSOLE_LIMIT = 1000;
export const HOP_LIMIT = 5000;

export function appendCapped<Item>(
  list: readonly Item[],
  added: readonly Item[],
  limit: number,
): { list: readonly Item[]; dropped: number } {
  const joined = [...list, ...added];
  const dropped = Math.max(0, joined.length - limit);
  return { list: dropped === 0 ? joined : joined.slice(dropped), dropped };
}
