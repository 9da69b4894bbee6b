/** What `npx convex dev` generates, for type-checking the exercise here; the sandbox provides the code. */
import type { ApiFromModules, FilterApi, FunctionReference } from "convex/server";
import type * as notes from "../notes.ts";

declare const fullApi: ApiFromModules<{ notes: typeof notes }>;
export declare const api: FilterApi<
  typeof fullApi,
  FunctionReference<"query" | "mutation" | "action", "public">
>;
export declare const internal: FilterApi<
  typeof fullApi,
  FunctionReference<"query" | "mutation" | "action", "internal">
>;
