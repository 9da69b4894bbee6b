/** The published description of `exercise.json`, made of the schema that reads it. */
import { toJsonSchema } from "@valibot/to-json-schema";
import { ManifestSchema } from "../../exercise/manifest.ts";

/** Its name in the site and in `exercises/`. */
export const SCHEMA_FILE = "exercise.schema.json";

export function manifestJsonSchema(): string {
  // What an author writes: a key with a default may be left out.
  const schema = toJsonSchema(ManifestSchema, { typeMode: "input", target: "draft-07" });
  const named = { $schema: "http://json-schema.org/draft-07/schema#", title: "exercise.json", ...schema };
  return `${JSON.stringify(named, null, 2)}\n`;
}
