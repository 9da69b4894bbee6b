import { defineSchema, defineTable } from "convex/server";
import { v } from "convex/values";

const mixed = v.optional(v.union(v.number(), v.string(), v.boolean(), v.null()));

export default defineSchema({
  rows: defineTable({ n: v.number(), a: mixed, b: mixed }).index("by_a_b", ["a", "b"]),
  logs: defineTable({ text: v.string() }),
});
