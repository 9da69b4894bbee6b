/** Everything that `npm run exercise -- check` proves of one exercise. */
import { variantsOf, type Variant } from "../../../exercise/variants.ts";
import type { Exercise } from "../../../exercise/exercise.ts";
import { judgeInNode } from "../../node-sandbox/judge.ts";
import { EXERCISES, readAnswers, readExercise } from "../read.ts";
import { catalogueFaults } from "./catalogue-faults.ts";
import { checkFaults } from "./check-faults.ts";
import { fileFaults } from "./file-faults.ts";
import { openFolder, type Fault } from "./folder.ts";
import { neverFailing, outcomeFaults, variantFolder, type Outcome } from "./outcome-faults.ts";
import { proseFaults } from "./prose-faults.ts";
import { typeFaults } from "./type-faults.ts";

/** One line of the report: what was looked at, what was wrong with it, how long it took. */
export type Finding = {
  readonly subject: string;
  readonly faults: readonly Fault[];
  /** What was wrong in a first run and not in a second one: the machine was busy, or a check depends on chance. */
  readonly doubts: readonly Fault[];
  readonly durationMs: number;
};

/** What the files say, without running them. */
export async function folderFaults(id: string, root = EXERCISES): Promise<Fault[]> {
  const folder = await openFolder(id, root);
  return [
    ...folder.faults,
    ...fileFaults(folder),
    ...proseFaults(folder),
    ...checkFaults(folder),
    ...catalogueFaults(folder),
  ];
}

/** Tells each finding when it is there. Nothing is run while the files are at fault. */
export async function checkExercise(
  id: string,
  tell: (finding: Finding) => void,
  root = EXERCISES,
): Promise<void> {
  /** Null when the work could not be done, which is a fault. */
  async function find<Found>(
    subject: string,
    work: () => Found | Promise<Found>,
    faultsOf: (found: Found) => readonly Fault[],
    runs = 1,
  ): Promise<Found | null> {
    const startedAt = performance.now();
    let found: Found | null = null;
    let faults: readonly Fault[];
    let doubts: readonly Fault[] = [];
    try {
      found = await work();
      faults = faultsOf(found);
      if (faults.length > 0 && runs > 1) {
        doubts = faults;
        found = await work();
        faults = faultsOf(found);
      }
    } catch (error) {
      faults = [error instanceof Error ? error.message : String(error)];
    }
    if (faults.length > 0) doubts = [];
    tell({ subject, faults, doubts, durationMs: performance.now() - startedAt });
    return found;
  }

  const faults = await find(
    "files",
    () => folderFaults(id, root),
    (found) => found,
  );
  if (faults === null || faults.length > 0) return;
  await find(
    "types",
    async () => typeFaults(await openFolder(id, root)),
    (found) => found,
  );
  const known = await find(
    "compiles",
    () => readVariants(id, root),
    () => [],
  );
  if (known === null) return;
  const outcomes: Outcome[] = [];
  for (const variant of known.variants) {
    const judge = async (): Promise<Outcome> => ({
      variant,
      verdict: await judgeInNode(known.exercise, variant.files),
    });
    // Its waits are in real time: what is wrong must be wrong twice.
    const outcome = await find(variantFolder(variant), judge, outcomeFaults, 2);
    if (outcome !== null) outcomes.push(outcome);
  }
  await find(
    "each check is able to fail",
    () => neverFailing(outcomes),
    (found) => found,
  );
}

/** Rejects, with every place, when the starter or the solution does not compile. */
async function readVariants(
  id: string,
  root: string,
): Promise<{ readonly exercise: Exercise; readonly variants: readonly Variant[] }> {
  const [exercise, answers] = await Promise.all([readExercise(id, root), readAnswers(id, root)]);
  return { exercise, variants: variantsOf(exercise, answers) };
}
