import { v } from "convex/values";
import { mutation, query } from "./_generated/server";

export const list = query({
  args: {},
  handler: async (ctx) => {
    // Your turn. Anyone can call this, signed in or not, and gets every row of everyone.
    // Ask who is calling, give nothing to a stranger, and give the caller only their own tasks.
    return await ctx.db.query("tasks").collect();
  },
});

export const add = mutation({
  args: { text: v.string() },
  handler: async (ctx, { text }) => {
    const identity = await ctx.auth.getUserIdentity();
    if (!identity) throw new Error("Not signed in");
    await ctx.db.insert("tasks", { owner: identity.subject, text, isDone: false });
  },
});
