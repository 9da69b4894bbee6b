/** `npm run exercise -- new <slug> [template] | check [slug] | preview <slug> | schema`. */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { nearest } from "../../base/nearest.ts";
import { checkExercise, type Finding } from "./check/check.ts";
import { manifestJsonSchema, SCHEMA_FILE } from "./json-schema.ts";
import { newExercise } from "./new.ts";
import { previewExercise } from "./preview.ts";
import { EXERCISES, exerciseFolders } from "./read.ts";

const USAGE = `npm run exercise -- new <name> [from]  a copy of the identity handoff, or of another exercise, to write yours over
npm run exercise -- check [name]       proves what an exercise promises; without a name, all of them
npm run exercise -- preview <name>     serves the site while you write, and prints the exercise's address
npm run exercise -- schema             writes exercises/${SCHEMA_FILE} anew`;

/** The exit code; null while a server goes on. */
export async function exerciseCommand([command, slug, template]: readonly string[]): Promise<number | null> {
  switch (command) {
    case "new": {
      const unknown = template === undefined ? null : unknownExercise(template);
      if (unknown !== null) return refuse(unknown);
      const made = newExercise(slug, EXERCISES, template);
      if (!made.ok) return refuse(made.error);
      const original = template === undefined ? "the identity handoff" : `exercises/${template}`;
      console.log(`exercises/${slug} is a copy of ${original}. Write yours over it, then run:`);
      console.log(`  npm run exercise -- check ${slug}\n  npm run exercise -- preview ${slug}`);
      return 0;
    }
    case "check": {
      const unknown = slug === undefined ? null : unknownExercise(slug);
      return unknown === null ? check(slug === undefined ? exerciseFolders() : [slug]) : refuse(unknown);
    }
    case "preview": {
      const unknown = unknownExercise(slug ?? "");
      return unknown === null ? preview(slug ?? "") : refuse(unknown);
    }
    case "schema":
      writeFileSync(join(EXERCISES, SCHEMA_FILE), manifestJsonSchema());
      return 0;
    default:
      console.log(USAGE);
      return command === undefined ? 0 : 1;
  }
}

function refuse(sentence: string): number {
  console.error(sentence);
  return 1;
}

function unknownExercise(slug: string): string | null {
  const known = exerciseFolders();
  if (known.includes(slug)) return null;
  const meant = nearest(slug, known);
  return `There is no exercise "${slug}". ${meant === null ? `There are ${known.join(", ")}.` : `Did you mean "${meant}"?`}`;
}

async function check(ids: readonly string[]): Promise<number> {
  let faults = 0;
  for (const id of ids) {
    console.log(id);
    await checkExercise(id, (finding) => {
      faults += finding.faults.length;
      tell(finding);
    });
  }
  console.log(faults === 0 ? "No faults." : faults === 1 ? "1 fault." : `${faults} faults.`);
  return faults === 0 ? 0 : 1;
}

function tell({ subject, faults, doubts, durationMs }: Finding): void {
  const seconds = `${(durationMs / 1000).toFixed(1)} s`;
  console.log(`  ${faults.length === 0 ? "ok   " : "fault"}  ${subject.padEnd(44)} ${seconds.padStart(7)}`);
  for (const fault of faults) console.log(`         ${fault.replaceAll("\n", "\n         ")}`);
  if (doubts.length === 0) return;
  console.log("         A first run differed. Either this machine is busy, or a check depends on chance:");
  for (const doubt of doubts) console.log(`         ${doubt}`);
}

async function preview(slug: string): Promise<null> {
  const { addresses } = await previewExercise(slug, (faults) => {
    for (const fault of faults) console.log(fault);
  });
  console.log(addresses.join("\n"));
  console.log("The page comes anew when you save a file. Stop the server with Ctrl+C.");
  return null;
}
