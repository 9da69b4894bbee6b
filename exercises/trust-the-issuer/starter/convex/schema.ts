import { defineSchema, defineTable } from "convex/server";
import { v } from "convex/values";

export default defineSchema({
  notes: defineTable({
    owner: v.string(), // the Clerk user id: identity.subject
    text: v.string(),
  }).index("by_owner", ["owner"]),
});
