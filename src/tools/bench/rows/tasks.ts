/** What is measured in the deployment and in convex-test: a person's own rows, and one more. */
import {
  mutationGeneric,
  queryGeneric,
  type DataModelFromSchemaDefinition,
  type GenericMutationCtx,
} from "convex/server";
import type schema from "./schema.ts";

type Ctx = GenericMutationCtx<DataModelFromSchemaDefinition<typeof schema>>;

export const list = queryGeneric(async (ctx, _: Record<string, never>) => {
  const { auth, db } = ctx as unknown as Ctx;
  const identity = await auth.getUserIdentity();
  if (identity === null) return [];
  return db
    .query("tasks")
    .withIndex("by_owner", (q) => q.eq("owner", identity.subject))
    .collect();
});

export const add = mutationGeneric(async (ctx, { text }: { text: string }) => {
  const { auth, db } = ctx as unknown as Ctx;
  const identity = await auth.getUserIdentity();
  if (identity === null) throw new Error("Not signed in");
  return db.insert("tasks", { owner: identity.subject, text });
});

/** Fills the table: `own` rows of a person among `rows`. */
export const fill = mutationGeneric(
  async (ctx, { from, to, owner, own }: { from: number; to: number; owner: string; own: number }) => {
    const { db } = ctx as unknown as Ctx;
    for (let row = from; row < to; row++) {
      await db.insert("tasks", { owner: row < own ? owner : `user_${row}`, text: `task ${row}` });
    }
  },
);
