/**
 * How much there is to read in a structured clone: values, characters and bytes together, each of them one. Counts no
 * further than that it is more than `most`, and then gives anything above that; so it ends for rings, too.
 */
export function weightOf(data: unknown, most: number): number {
  let weight = 0;
  const pending: unknown[] = [data];
  while (pending.length > 0 && weight <= most) {
    const value = pending.pop();
    weight += 1 + ownWeight(value, most);
    for (const part of partsOf(value)) {
      weight += 1;
      if (weight > most) break;
      pending.push(part);
    }
  }
  return weight;
}

function ownWeight(value: unknown, most: number): number {
  if (typeof value === "string") return value.length;
  // No message of ours holds one.
  if (typeof value === "bigint") return most;
  if (value instanceof ArrayBuffer || ArrayBuffer.isView(value)) return value.byteLength;
  if (value instanceof RegExp) return value.source.length;
  return 0;
}

/** What a structured clone is made of, one after another. */
function* partsOf(value: unknown): Generator {
  if (typeof value !== "object" || value === null) return;
  if (value instanceof ArrayBuffer || ArrayBuffer.isView(value)) return;
  if (value instanceof Map || value instanceof Set) yield* value;
  else if (value instanceof Error) yield* [value.message, value.stack, value.cause];
  else for (const name in value) yield value[name as keyof typeof value];
}
