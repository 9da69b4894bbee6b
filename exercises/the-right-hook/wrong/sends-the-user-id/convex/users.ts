import { v } from "convex/values";
import { mutation, query } from "./_generated/server";

/** Writes down whoever calls, the first time they come. */
export const storeUser = mutation({
  args: { subject: v.string(), name: v.string() },
  handler: async (ctx, { subject, name }) => {
    const known = await ctx.db
      .query("users")
      .withIndex("by_subject", (q) => q.eq("subject", subject))
      .unique();
    if (known) return;
    await ctx.db.insert("users", { subject, name });
  },
});

/** The caller's own profile; null when there is none. */
export const me = query({
  args: {},
  handler: async (ctx) => {
    const identity = await ctx.auth.getUserIdentity();
    if (!identity) return null;
    return await ctx.db
      .query("users")
      .withIndex("by_subject", (q) => q.eq("subject", identity.subject))
      .unique();
  },
});
