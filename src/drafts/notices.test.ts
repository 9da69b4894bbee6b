import { describe, expect, it } from "vitest";
import { momentText, noticeSentence } from "./notices.ts";

const now = new Date(2026, 10, 23, 18, 5).getTime();

describe("the moment of a draft", () => {
  it("is the time of day on the same day, in the browser's own time", () => {
    expect(momentText(new Date(2026, 10, 23, 9, 4).getTime(), now)).toBe("09:04");
  });

  it("has its day, and its year when that is another", () => {
    expect(momentText(new Date(2026, 10, 21, 14, 32).getTime(), now)).toBe("21 November, 14:32");
    expect(momentText(new Date(2025, 11, 31, 23, 59).getTime(), now)).toBe("31 December 2025, 23:59");
  });

  it("stands in the sentence of a restored draft", () => {
    const savedAt = new Date(2026, 10, 23, 14, 32).getTime();
    expect(noticeSentence({ type: "restored", savedAt }, now)).toBe("Your draft from 14:32 was restored.");
  });
});
