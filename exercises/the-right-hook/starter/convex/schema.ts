import { defineSchema, defineTable } from "convex/server";
import { v } from "convex/values";

export default defineSchema({
  users: defineTable({
    subject: v.string(), // the Clerk user id
    name: v.string(),
  }).index("by_subject", ["subject"]),
});
