import { expectTypeOf, test } from "vitest";
import type * as Shipped from "../../public/embed.js";
import type * as Wire from "../wire/embed.ts";
import type { HandoffExercise, HandoffOptions, mount } from "./embed.ts";

// Checked by `tsc -b`: the declaration that hosts get says what the code does.
test("embed.d.ts declares the element, its options and what it tells", () => {
  expectTypeOf<HandoffOptions>().toEqualTypeOf<Shipped.HandoffOptions>();
  expectTypeOf<Wire.Progress>().toEqualTypeOf<Shipped.Progress>();
  expectTypeOf<Wire.Ready>().toEqualTypeOf<Shipped.Ready>();
  expectTypeOf<Wire.EmbedEvents>().toExtend<Shipped.EmbedEvents>();
  expectTypeOf<Wire.EmbedEvents["verdict"]>().toEqualTypeOf<Shipped.Verdict>();
  expectTypeOf<keyof Wire.EmbedEvents>().toEqualTypeOf<keyof Shipped.EmbedEvents>();
  expectTypeOf<HandoffExercise>().toExtend<Omit<Shipped.HandoffExercise, "addEventListener">>();
  expectTypeOf<Parameters<typeof mount>>().toEqualTypeOf<Parameters<typeof Shipped.mount>>();
});
