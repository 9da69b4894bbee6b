import { describe, expect, test } from "vitest";
import { announcement, megabytes, percentage, summary } from "./offline-sentences.ts";

describe("the offline control", () => {
  test("counts in millions of bytes", () => {
    expect(megabytes(15_249_999)).toBe("15.2\u00a0MB");
    expect(megabytes(0)).toBe("0.0\u00a0MB");
  });

  test("does not round up to the whole", () => {
    expect(percentage({ done: 999, total: 1000 })).toBe(99);
    expect(percentage({ done: 1000, total: 1000 })).toBe(100);
    expect(percentage({ done: 0, total: 0 })).toBe(0);
  });

  test("says ready only when everything is stored", () => {
    expect(summary({ type: "storing", done: 10, total: 10 })).toBe("Storing 100 %");
    expect(summary({ type: "ready", bytes: 10 })).toBe("Ready for offline");
    expect(summary({ type: "error", message: "No room." })).toBe("Not stored for offline");
  });

  test("announces outcomes and is silent on the way", () => {
    expect(announcement({ type: "storing", done: 3, total: 10 })).toBe("");
    expect(announcement({ type: "ready", bytes: 10 })).toBe("Ready for offline.");
    expect(announcement({ type: "error", message: "No room." })).toBe("No room.");
    expect(announcement({ type: "update-ready", isAccepted: false })).toBe("A new version is ready.");
  });
});
