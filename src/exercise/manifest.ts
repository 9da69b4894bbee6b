/** `exercise.json`: what an author writes, parsed into what the site works with or into sentences that say what is wrong. */
import * as v from "valibot";
import { failure, success, type Result } from "../base/result.ts";

const sentence = v.pipe(v.string(), v.minLength(1));
const slug = v.pipe(
  v.string(),
  v.regex(/^[a-z][a-z0-9-]*$/, "must be words in lower case joined by hyphens"),
);
const row = v.object({ table: sentence, document: v.record(v.string(), v.unknown()) });

const ManifestSchema = v.strictObject({
  $schema: v.optional(v.string()),
  title: sentence,
  summary: sentence,
  course: sentence,
  lesson: v.strictObject({
    number: v.pipe(v.number(), v.integer(), v.minValue(1)),
    of: v.pipe(v.number(), v.integer(), v.minValue(1)),
    title: sentence,
  }),
  /** In the order of the editor's tabs. */
  files: v.pipe(v.array(v.strictObject({ path: sentence, editable: v.boolean() })), v.minLength(1)),
  backend: v.strictObject({
    frontendApiHost: v.pipe(v.string(), v.regex(/^[a-z0-9-]+(\.[a-z0-9-]+)+$/, "must be a host name")),
    deploymentName: slug,
    deploymentEnvironment: v.record(v.string(), v.string()),
    appOrigin: v.pipe(v.string(), v.url()),
    people: v.array(
      v.strictObject({
        key: slug,
        id: v.pipe(v.string(), v.startsWith("user_")),
        firstName: sentence,
        lastName: sentence,
        emailAddress: v.pipe(v.string(), v.email()),
        password: sentence,
      }),
    ),
    rows: v.array(row),
  }),
  checkRows: v.array(row),
  checks: v.pipe(v.array(v.strictObject({ id: slug, title: sentence, hint: sentence })), v.minLength(1)),
});

export type Manifest = v.InferOutput<typeof ManifestSchema>;

/** The error is one sentence a fault, each with the place in the manifest: `backend.people.0.id: …`. */
export function parseManifest(value: unknown): Result<Manifest, readonly string[]> {
  const result = v.safeParse(ManifestSchema, value);
  if (result.success) return success(result.output);
  return failure(result.issues.map((issue) => `${v.getDotPath(issue) ?? "the manifest"}: ${issue.message}`));
}
