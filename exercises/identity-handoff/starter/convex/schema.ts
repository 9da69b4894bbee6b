import { defineSchema, defineTable } from "convex/server";
import { v } from "convex/values";

export default defineSchema({
  tasks: defineTable({
    owner: v.string(), // the Clerk user id: identity.subject
    text: v.string(),
    isDone: v.boolean(),
  }).index("by_owner", ["owner"]),
});
