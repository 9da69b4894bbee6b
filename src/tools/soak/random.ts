/** Chance that can be repeated: the same seed gives the same sequence. */

export class Random {
  #state: number;

  /** `turn` gives each action a sequence of its own, however many numbers the one before it took. */
  constructor(seed: number, turn = 0) {
    this.#state = (Math.imul(seed, 0x9e3779b1) ^ Math.imul(turn + 1, 0x85ebca6b)) >>> 0;
    // Neighbouring seeds differ in few bits; after some steps in half of them.
    for (let step = 0; step < 4; step++) this.below(2);
  }

  /** A whole number from 0 to `count` - 1. Mulberry32, by Tommy Ettinger (public domain). */
  below(count: number): number {
    this.#state = (this.#state + 0x6d2b79f5) >>> 0;
    let mixed = this.#state;
    mixed = Math.imul(mixed ^ (mixed >>> 15), mixed | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296) * count);
  }

  pick<Item>(items: readonly [Item, ...Item[]]): Item {
    return items[this.below(items.length)] ?? items[0];
  }

  /** One of the names, each as often as its weight says. */
  weighted<Name extends string>(weights: Readonly<Record<Name, number>>): Name {
    const entries = (Object.entries(weights) as [Name, number][]).filter(([, weight]) => weight > 0);
    let left = this.below(entries.reduce((sum, [, weight]) => sum + weight, 0));
    for (const [name, weight] of entries) {
      if (left < weight) return name;
      left -= weight;
    }
    throw new Error("There is nothing to choose from.");
  }
}
