/** What `npx convex dev` generates, for type-checking the exercise here; the sandbox provides the code. */
import type { DataModelFromSchemaDefinition } from "convex/server";
import type schema from "../schema.ts";

export type DataModel = DataModelFromSchemaDefinition<typeof schema>;
