import { test } from "vitest";
import { attackWith } from "./fuzz-campaign.ts";

test("20,000 mutated frames crash nothing, hang nothing, and are answered as the protocol allows", async () => {
  await attackWith(20_000, 20_261_123);
}, 60_000);
