import { expect, test } from "vitest";
import { frameBuffer } from "./frame-buffer.ts";

test("a burst is handed on once, in order, and what was cleared never", () => {
  const tasks: (() => void)[] = [];
  const flushed: (readonly number[])[] = [];
  const buffer = frameBuffer<number>(
    (task) => tasks.push(task),
    (items) => flushed.push(items),
  );
  buffer.add([1, 2]);
  buffer.add([3]);
  expect(tasks).toHaveLength(1);
  tasks.shift()?.();
  buffer.add([4]);
  buffer.clear();
  tasks.shift()?.();
  expect(flushed).toEqual([[1, 2, 3]]);
});
