/** `exercise.json` and what stands beside it, parsed into what the site works with or into sentences that say what is wrong. */
import * as v from "valibot";
import { failure, success, type Result } from "../base/result.ts";
import { SOLUTION_POLICIES } from "../wire/options.ts";
import { plainFault } from "./plain-fault.ts";

const sentence = v.pipe(v.string(), v.minLength(1));
const slug = v.pipe(
  v.string(),
  v.regex(/^[a-z][a-z0-9-]*$/, "must be words in lower case joined by hyphens"),
);
const path = v.pipe(
  v.string(),
  v.regex(
    /^(?!\/)(?!(?:.*\/)?\.{1,2}(?:\/|$))[^\\:]+$/,
    "must be a path that stays in starter/, such as convex/tasks.ts",
  ),
);
const positive = v.pipe(v.number(), v.integer(), v.minValue(1));

/** An object without other keys, with what an editor shows beside it. */
function described<const Entries extends v.ObjectEntries>(description: string, entries: Entries) {
  return v.pipe(v.strictObject(entries), v.description(description));
}

/** The descriptions are what editors show: `exercise.schema.json` is made of this. */
export const ManifestSchema = described("An exercise of Handoff.", {
  $schema: v.optional(v.pipe(v.string(), v.description("Where editors find this description."))),
  schemaVersion: v.pipe(v.literal(1), v.description("The version of this format.")),
  kind: v.pipe(
    v.picklist(["app", "script"]),
    v.description("app: a Next-like app in front of Convex functions. script: one program, without React."),
  ),
  order: v.pipe(positive, v.description("Place in the catalogue, from 1. No two exercises share one.")),
  title: v.pipe(sentence, v.description("Heading of the exercise.")),
  summary: v.pipe(sentence, v.description("One or two sentences for the catalogue.")),
  course: v.pipe(sentence, v.description("The course it belongs to, e.g. Auth & Access.")),
  lesson: described("The lesson of the course that the exercise belongs to.", {
    number: v.pipe(positive, v.description("Its number in the course, from 1.")),
    of: v.pipe(positive, v.description("How many lessons the course has.")),
    title: v.pipe(sentence, v.description("The lesson's title.")),
  }),
  files: v.pipe(
    v.array(
      described("A file of starter/.", {
        path: v.pipe(path, v.description("Path from starter/, e.g. convex/tasks.ts.")),
        editable: v.pipe(v.boolean(), v.description("Whether the learner may change it.")),
      }),
    ),
    v.minLength(1),
    v.description("Every file of starter/, in the order of the editor's tabs."),
  ),
  backend: described("The names under which the two stand-ins are reached.", {
    frontendApiHost: v.pipe(
      v.string(),
      v.regex(/^[a-z0-9-]+(\.[a-z0-9-]+)+$/, "must be a host name"),
      v.description("Host of the Clerk instance, e.g. calm-otter-42.clerk.accounts.dev."),
    ),
    deploymentName: v.pipe(slug, v.description("Name of the Convex deployment, e.g. swift-lemur-412.")),
    appOrigin: v.pipe(
      v.string(),
      v.url(),
      v.description("Where the app seems to be served, e.g. http://localhost:3000."),
    ),
    clerkComponents: v.optional(
      v.pipe(
        v.picklist(["stand-in", "clerk"]),
        v.description(
          "Who draws <SignIn>, <UserButton> and the like: our stand-ins, which tell what they ask of Clerk, or Clerk's own (1.5 MB more to load). Default: stand-in.",
        ),
      ),
    ),
    standardBrowser: v.optional(
      v.pipe(
        v.boolean(),
        v.description(
          "Whether Clerk works with cookies, as in a browser's own tab: document.cookie, the two storages and navigator.locks are then there, in memory. Default: false, and Clerk works as in an app without cookies.",
        ),
      ),
    ),
  }),
  solution: v.pipe(
    v.optional(v.picklist(SOLUTION_POLICIES), "open"),
    v.description("When Show solution is there, unless the page that embeds the exercise says otherwise."),
  ),
  checks: v.pipe(
    v.array(
      described("One check.", {
        id: v.pipe(slug, v.description("Stable name; hints.md has its hints under ## and this id.")),
        title: v.pipe(sentence, v.description("The title of one test in checks/, word for word.")),
      }),
    ),
    v.minLength(1),
    v.description("The checks in the order in which the learner sees them."),
  ),
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

const FailsSchema = v.strictObject({ fails: v.pipe(v.array(slug), v.minLength(1)), hint: sentence });
const ErrorSchema = v.strictObject({ error: slug });

export type Manifest = v.InferOutput<typeof ManifestSchema>;
type Expected = v.InferOutput<typeof FailsSchema> | v.InferOutput<typeof ErrorSchema>;

/** Faults are one sentence each, with the place: `lesson.number must be 1 or more, and is 0.` */
type Parsed<T> = Result<T, readonly string[]>;

export const parseManifest = (value: unknown): Parsed<Manifest> =>
  parse(ManifestSchema, value, "the manifest");

/** The default export of `scenarios.ts`. */
export const parseScenarios = (value: unknown): Parsed<v.InferOutput<typeof ScenariosSchema>> =>
  parse(ScenariosSchema, value, "the default export");

/** `wrong/<name>/expected.json`: the checks that fail and words of the hint, or the code of the run's error. */
export function parseExpected(value: unknown): Parsed<Expected> {
  const isError = typeof value === "object" && value !== null && "error" in value;
  return isError ? parse(ErrorSchema, value, "the file") : parse(FailsSchema, value, "the file");
}

function parse<Schema extends v.GenericSchema>(
  schema: Schema,
  value: unknown,
  whole: string,
): Parsed<v.InferOutput<Schema>> {
  const result = v.safeParse(schema, value);
  if (result.success) return success(result.output);
  return failure(result.issues.map((issue) => plainFault(issue, whole, (path) => keysAt(schema, path))));
}

/** A schema as far as it is looked into here. */
type Walked = {
  readonly entries?: Readonly<Record<string, Walked>>;
  readonly item?: Walked;
  readonly wrapped?: Walked;
};

/** The keys that the schema allows at a place. */
function keysAt(schema: object, path: readonly (string | number)[]): readonly string[] {
  let at: Walked | undefined = schema;
  for (const key of path) {
    while (at?.wrapped !== undefined) at = at.wrapped;
    at = typeof key === "number" ? at?.item : at?.entries?.[key];
  }
  return Object.keys(at?.entries ?? {});
}
