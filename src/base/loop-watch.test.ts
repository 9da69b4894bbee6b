import { describe, expect, test } from "vitest";
import { watchLoops, type LoopKind } from "./loop-watch.ts";

type Stage = {
  readonly turn: (place?: string, kind?: LoopKind) => Promise<void> | undefined;
  /** Lets the thread go. */
  readonly endTask: () => void;
  readonly long: string[];
  looks: number;
  rests: number;
  nowMs: number;
};

function stage({ ends = true, rests = false, restMs = 4 } = {}): Stage {
  let waiting: (() => void)[] = [];
  const opened: Stage = {
    looks: 0,
    rests: 0,
    nowMs: 1000,
    long: [],
    turn: (place = "app/page.tsx:3", kind) => watch(place, kind),
    endTask() {
      const due = waiting;
      waiting = [];
      for (const task of due) task();
    },
  };
  const watch = watchLoops({
    now: () => {
      opened.looks += 1;
      return opened.nowMs;
    },
    afterTask: (task) => waiting.push(task),
    limitMs: 1000,
    onLong(place) {
      opened.long.push(place);
      if (ends) throw new Error("too long");
    },
    ...(rests && {
      async rest() {
        opened.rests += 1;
        opened.endTask();
        opened.nowMs += restMs;
      },
    }),
  });
  return opened;
}

/** How many turns of `turnMs` it takes until the loop is ended; null when it is not within `most`. */
function turnsUntilEnded(opened: Stage, turnMs: number, most: number): number | null {
  for (let turn = 1; turn <= most; turn++) {
    try {
      void opened.turn();
    } catch {
      return turn;
    }
    opened.nowMs += turnMs;
  }
  return null;
}

describe("a loop without end", () => {
  test.each([0.0001, 0.01, 1, 50, 600])("with turns of %f ms is ended soon after the limit", (turnMs) => {
    const opened = stage();
    const turns = turnsUntilEnded(opened, turnMs, 20_000_000);
    const spentMs = ((turns ?? Infinity) - 1) * turnMs;
    expect(spentMs).toBeGreaterThanOrEqual(1000);
    expect(spentMs).toBeLessThan(1700);
    expect(opened.long).toEqual(["app/page.tsx:3"]);
  });

  test("is ended again when its error is caught and it goes on", () => {
    const opened = stage();
    turnsUntilEnded(opened, 1, 5000);
    expect(() => opened.turn()).toThrow("too long");
    expect(() => opened.turn("app/page.tsx:9")).toThrow("too long");
  });

  test("is told of once when it is not ended, and again after the thread was free", () => {
    const opened = stage({ ends: false });
    turnsUntilEnded(opened, 1, 5000);
    expect(opened.long).toEqual(["app/page.tsx:3"]);
    opened.endTask();
    turnsUntilEnded(opened, 1, 5000);
    expect(opened.long).toHaveLength(2);
  });

  test("with turns that become slow is ended nevertheless", () => {
    const opened = stage();
    expect(turnsUntilEnded(opened, 0.0001, 100_000)).toBe(null);
    let turns = 0;
    expect(() => {
      for (; ; turns++) {
        opened.nowMs += 30;
        void opened.turn("app/page.tsx:9");
      }
    }).toThrow("too long");
    expect(turns).toBeLessThan(40);
  });
});

describe("a loop of which is known that it never ends", () => {
  test.each([0.0001, 0.01, 1, 30])("with turns of %f ms is ended before anybody notices", (turnMs) => {
    const opened = stage();
    let turns = 0;
    expect(() => {
      for (; ; turns++) {
        void opened.turn("app/page.tsx:9", "endless");
        opened.nowMs += turnMs;
      }
    }).toThrow("too long");
    expect(turns * turnMs).toBeLessThan(110);
  });

  test("is known beside another of its line, whose turns alternate with its own", () => {
    const opened = stage();
    let turns = 0;
    expect(() => {
      for (; ; turns++) {
        void opened.turn("app/page.tsx:9");
        void opened.turn("app/page.tsx:9", "endless");
        opened.nowMs += 0.01;
      }
    }).toThrow("too long");
    expect(turns * 0.01).toBeLessThan(110);
  });

  test("takes nothing from one that may yet end", () => {
    const opened = stage();
    expect(turnsUntilEnded(opened, 90, 10)).toBe(null);
    expect(() => opened.turn("app/page.tsx:9", "endless")).toThrow("too long");
  });
});

describe("a loop that waits", () => {
  /** Turns of 1 ms, until it is ended or has had as many; how long the thread was held at once, at most. */
  async function hold(opened: Stage, most: number): Promise<{ longestMs: number; isEnded: boolean }> {
    let longestMs = 0;
    let since = opened.nowMs;
    for (let turn = 0; turn < most; turn++) {
      try {
        const rest = opened.turn("app/page.tsx:3", "waits");
        if (rest !== undefined) {
          longestMs = Math.max(longestMs, opened.nowMs - since);
          await rest;
          since = opened.nowMs;
        }
      } catch {
        return { longestMs, isEnded: true };
      }
      opened.nowMs += 1;
    }
    return { longestMs, isEnded: false };
  }

  test("lets others have the thread, and is ended all the same when it holds it for too long", async () => {
    const opened = stage({ rests: true });
    const { longestMs, isEnded } = await hold(opened, 5000);
    expect(isEnded).toBe(true);
    expect(longestMs).toBeLessThan(70);
    expect(opened.rests).toBeGreaterThan(10);
    expect(opened.nowMs).toBeGreaterThan(2000);
  });

  test("is not charged for its rests, however long the others take", async () => {
    expect(await hold(stage({ rests: true, restMs: 5000 }), 900)).toMatchObject({ isEnded: false });
  });

  test("is not made to rest when it lets the thread go by itself, or where the thread is nobody else's", async () => {
    const opened = stage({ rests: true });
    for (let task = 0; task < 100; task++) {
      await hold(opened, 30);
      opened.endTask();
    }
    expect(opened.rests).toBe(0);
    expect((await hold(stage(), 5000)).isEnded).toBe(true);
  });
});

describe("a loop that ends", () => {
  test("is left alone however many turns it has, and looks at the clock seldom", () => {
    const opened = stage();
    expect(turnsUntilEnded(opened, 0.0001, 5_000_000)).toBe(null);
    expect(opened.looks).toBeLessThan(6000);
  });

  test("is left alone when it is slow and lets the thread go between", () => {
    const opened = stage();
    for (let task = 0; task < 20; task++) {
      expect(turnsUntilEnded(opened, 90, 10)).toBe(null);
      opened.endTask();
    }
    expect(opened.long).toEqual([]);
  });
});
