/** What is kept of a learner's code, and how it is laid over the exercise's starter. Pure. */
import * as v from "valibot";
import type { Exercise } from "../exercise/exercise.ts";
import type { SourceFiles } from "../wire/compiler.ts";

const count = v.pipe(v.number(), v.safeInteger(), v.minValue(1));

export const DraftSchema = v.object({
  /** Id of the exercise. */
  exercise: v.string(),
  /** The option `key`; empty where none is given. */
  key: v.string(),
  /** The exercise's version, which changes with its starter. */
  version: v.string(),
  /** Only editable files that differ from the starter; none after a fresh start. */
  files: v.record(v.string(), v.string()),
  /** Milliseconds since the epoch. */
  savedAt: v.pipe(v.number(), v.finite()),
  /** Counts the drafts of one version, from 1. */
  revision: count,
  /** Random name of the tab that saved it: with `revision`, it names this draft among all of its version. */
  tab: v.string(),
  /** The code came with a link and took the place of the person's own, which is a backup. */
  isFromLink: v.optional(v.boolean()),
});

export type Draft = Readonly<v.InferOutput<typeof DraftSchema>>;

/** Where an exercise's drafts are: of every version of it. */
export type DraftPlace = Pick<Draft, "exercise" | "key">;

/** Which draft of a version; `revision` 0 stands for none yet. */
export type DraftName = Pick<Draft, "revision" | "tab">;

export const NO_DRAFT: DraftName = { revision: 0, tab: "" };

export function isSameDraft(one: DraftName, other: DraftName): boolean {
  return one.revision === other.revision && (one.revision === 0 || one.tab === other.tab);
}

export type DraftedExercise = Pick<Exercise, "id" | "version" | "files">;

/** The editable files whose texts are not the starter's. */
export function changedFiles({ files }: DraftedExercise, texts: SourceFiles): SourceFiles {
  const changed: Record<string, string> = {};
  for (const { path, starter, editable } of files) {
    const text = texts[path];
    if (editable && text !== undefined && text !== starter) changed[path] = text;
  }
  return changed;
}

/** The texts of all editable files, with those of a draft laid over the starter's; other paths are left out. */
export function draftedTexts({ files }: DraftedExercise, drafted: SourceFiles): SourceFiles {
  const editable = files.filter((file) => file.editable);
  return Object.fromEntries(editable.map(({ path, starter }) => [path, drafted[path] ?? starter]));
}

/** What of a draft's files the exercise still has and lets change, where it differs from the starter. */
export function usableFiles(exercise: DraftedExercise, files: SourceFiles): SourceFiles {
  return changedFiles(exercise, draftedTexts(exercise, files));
}

/** The files of the newest of these drafts that are not the present ones; null when there are none. */
export function newestOther(
  drafts: readonly Draft[],
  exercise: DraftedExercise,
  present: SourceFiles,
): SourceFiles | null {
  const others = drafts
    .filter(({ version }) => version === exercise.version)
    .map(({ files }) => usableFiles(exercise, files))
    .filter((files) => Object.keys(files).length > 0 && !areSameFiles(files, present));
  return others.at(-1) ?? null;
}

export function areSameFiles(one: SourceFiles, other: SourceFiles): boolean {
  const paths = Object.keys(one);
  return paths.length === Object.keys(other).length && paths.every((path) => one[path] === other[path]);
}
