/** A set of stretches of one index, merged where they meet: `contains` is O(log n), and its size is what limits count. */
import { comparePrefix, compareValue, type IndexKey, type Interval } from "./index-key.ts";

/** A place between keys: before (-1) or behind (1) all keys that start with `prefix`. */
type Edge = { readonly prefix: IndexKey; readonly side: -1 | 1 };
type Stretch = { readonly start: Edge; readonly end: Edge };

const FIRST: Edge = { prefix: [], side: -1 };
const LAST: Edge = { prefix: [], side: 1 };

export class IntervalSet {
  /** Disjoint, in order. */
  readonly #stretches: Stretch[] = [];

  get size(): number {
    return this.#stretches.length;
  }

  add({ lower, upper }: Interval): void {
    let start: Edge = lower === null ? FIRST : { prefix: lower.prefix, side: lower.inclusive ? -1 : 1 };
    let end: Edge = upper === null ? LAST : { prefix: upper.prefix, side: upper.inclusive ? 1 : -1 };
    if (compareEdges(start, end) >= 0) return;
    const from = this.#firstWhere((stretch) => compareEdges(stretch.end, start) >= 0);
    const to = this.#firstWhere((stretch) => compareEdges(stretch.start, end) > 0);
    const first = this.#stretches[from];
    const last = this.#stretches[to - 1];
    if (from < to && first !== undefined && last !== undefined) {
      if (compareEdges(first.start, start) < 0) start = first.start;
      if (compareEdges(last.end, end) > 0) end = last.end;
    }
    this.#stretches.splice(from, to - from, { start, end });
  }

  contains(key: IndexKey): boolean {
    const at = this.#firstWhere((stretch) => isBefore(key, stretch.end));
    const stretch = this.#stretches[at];
    return stretch !== undefined && !isBefore(key, stretch.start);
  }

  /** `is` must be false up to some stretch and true from there on. */
  #firstWhere(is: (stretch: Stretch) => boolean): number {
    let low = 0;
    let high = this.#stretches.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      const stretch = this.#stretches[middle];
      if (stretch !== undefined && is(stretch)) high = middle;
      else low = middle + 1;
    }
    return low;
  }
}

function isBefore(key: IndexKey, edge: Edge): boolean {
  const order = comparePrefix(key, edge.prefix);
  return order === 0 ? edge.side === 1 : order < 0;
}

function compareEdges(a: Edge, b: Edge): number {
  const length = Math.min(a.prefix.length, b.prefix.length);
  for (let i = 0; i < length; i++) {
    const order = compareValue(a.prefix[i], b.prefix[i]);
    if (order !== 0) return order;
  }
  if (a.prefix.length === b.prefix.length) return a.side - b.side;
  return a.prefix.length < b.prefix.length ? a.side : -b.side;
}
