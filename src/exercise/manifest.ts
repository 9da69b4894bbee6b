/** `exercise.json` and what stands beside it, parsed into what the site works with or into sentences that say what is wrong. */
import * as v from "valibot";
import { failure, success, type Result } from "../base/result.ts";
import { SOLUTION_POLICIES } from "../wire/options.ts";

const sentence = v.pipe(v.string(), v.minLength(1));
const slug = v.pipe(
  v.string(),
  v.regex(/^[a-z][a-z0-9-]*$/, "must be words in lower case joined by hyphens"),
);
const positive = v.pipe(v.number(), v.integer(), v.minValue(1));

export const ManifestSchema = v.strictObject({
  $schema: v.optional(v.string()),
  schemaVersion: v.literal(1),
  kind: v.picklist(["app", "script"]),
  /** Place in the catalogue, from 1. */
  order: positive,
  title: sentence,
  summary: sentence,
  course: sentence,
  lesson: v.strictObject({ number: positive, of: positive, title: sentence }),
  /** In the order of the editor's tabs. */
  files: v.pipe(v.array(v.strictObject({ path: sentence, editable: v.boolean() })), v.minLength(1)),
  backend: v.strictObject({
    frontendApiHost: v.pipe(v.string(), v.regex(/^[a-z0-9-]+(\.[a-z0-9-]+)+$/, "must be a host name")),
    deploymentName: slug,
    appOrigin: v.pipe(v.string(), v.url()),
  }),
  solution: v.optional(v.picklist(SOLUTION_POLICIES), "open"),
  /** Each title is that of a test in `checks/`; each id has hints in `hints.md`. */
  checks: v.pipe(v.array(v.strictObject({ id: slug, title: sentence })), v.minLength(1)),
});

const row = v.strictObject({ table: sentence, document: v.record(v.string(), v.unknown()) });

const ScenariosSchema = v.strictObject({
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
  environment: v.record(v.string(), v.string()),
  rows: v.array(row),
  checkRows: v.array(row),
});

const ExpectedSchema = v.strictObject({ fails: v.pipe(v.array(slug), v.minLength(1)), hint: sentence });

export type Manifest = v.InferOutput<typeof ManifestSchema>;

/** Faults are one sentence each, with the place: `files.0.path: …`. */
type Parsed<T> = Result<T, readonly string[]>;

export const parseManifest = (value: unknown): Parsed<Manifest> =>
  parse(ManifestSchema, value, "the manifest");

/** The default export of `scenarios.ts`. */
export const parseScenarios = (value: unknown): Parsed<v.InferOutput<typeof ScenariosSchema>> =>
  parse(ScenariosSchema, value, "the default export");

/** `wrong/<name>/expected.json`. */
export const parseExpected = (value: unknown): Parsed<v.InferOutput<typeof ExpectedSchema>> =>
  parse(ExpectedSchema, value, "the file");

function parse<Schema extends v.GenericSchema>(
  schema: Schema,
  value: unknown,
  whole: string,
): Parsed<v.InferOutput<Schema>> {
  const result = v.safeParse(schema, value);
  if (result.success) return success(result.output);
  return failure(result.issues.map((issue) => `${v.getDotPath(issue) ?? whole}: ${issue.message}`));
}
