/** `/?view=instructor`: every known answer against every check, run live. */
import { render } from "preact";
import { useMemo } from "preact/hooks";
import type { CatalogueEntry } from "../../exercise/catalogue.ts";
import type { Exercise } from "../../exercise/exercise.ts";
import type { Runner } from "../../run/runner.ts";
import { ExerciseTable } from "./exercise-table.tsx";
import { createMatrix, type Matrix } from "./matrix.ts";
import { openOffScreen } from "./off-screen.ts";
import { createPanelState } from "./panel.ts";
import { ResultsBar } from "./results-bar.tsx";
import { progressSentence } from "./sentences.ts";
import "../styles/base.css";
import "../styles/panes.css";
import "../styles/catalogue.css";
import "../styles/instructor.css";

export type InstructorParts = {
  readonly catalogue: readonly CatalogueEntry[];
  readonly createRunner: (exercise: Exercise) => Runner;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
};

/** Settles when the exercises are loaded and shown. */
export async function mountInstructor(root: HTMLElement, parts: InstructorParts): Promise<void> {
  document.title = "Instructors · Handoff";
  const exercises = await Promise.all(
    parts.catalogue.map(async ({ load, loadAnswers }) => {
      const [exercise, answers] = await Promise.all([load(), loadAnswers?.() ?? null]);
      return { exercise, answers };
    }),
  );
  const matrix = createMatrix({
    exercises,
    openRunner(exercise, answers) {
      const runner = parts.createRunner(exercise);
      if (answers !== null) runner.addPrecompiled(answers.precompiled);
      return openOffScreen(runner, document.body);
    },
  });
  root.replaceChildren();
  render(<InstructorPage matrix={matrix} now={parts.now} />, root);
}

type PageProps = { readonly matrix: Matrix; readonly now: () => number };

function InstructorPage({ matrix, now }: PageProps) {
  const panel = useMemo(createPanelState, []);
  const titles = new Map(matrix.rows.map(({ exercise }) => [exercise.id, exercise.title]));
  return (
    <main class="instructor">
      <p>
        <a href="./">All exercises</a>
      </p>
      <h1>Instructors</h1>
      <p class="lead">
        Every known version of each exercise's code, run against its checks as a learner's code would be.
      </p>
      <Secrecy hasAnswers={matrix.rows.some(({ answers }) => answers !== null)} />
      <RunBar matrix={matrix} titles={titles} />
      <ResultsBar results={matrix.results} now={now} />
      {matrix.rows.map((row) => (
        <ExerciseTable key={row.exercise.id} matrix={matrix} row={row} panel={panel} />
      ))}
    </main>
  );
}

function Secrecy({ hasAnswers }: { readonly hasAnswers: boolean }) {
  return hasAnswers ? (
    <p class="instructor-note">
      Nothing sent to a browser is secret: learners can find solutions in the site's files. Build with{" "}
      <code>npm run build -- --without-solutions</code> to leave them out.
    </p>
  ) : (
    <p class="instructor-note">
      This site was built without solutions: only the starters are here. Build without{" "}
      <code>--without-solutions</code>, for yourself, to run and read the solutions and the wrong answers.
    </p>
  );
}

type RunBarProps = { readonly matrix: Matrix; readonly titles: ReadonlyMap<string, string> };

/** One button for both, so that the focus stays where it was when a run begins or ends. */
function RunBar({ matrix, titles }: RunBarProps) {
  const { isRunning, progress, results } = matrix;
  const { ended, total } = progress.value ?? { ended: 0, total: 0 };
  return (
    <div class="instructor-run" role="group" aria-label="Run">
      <button
        type="button"
        class="button primary"
        onClick={() => {
          if (isRunning.value) matrix.stop();
          else matrix.start(matrix.rows.flatMap(({ variants }) => variants));
        }}
      >
        {isRunning.value ? "Stop" : "Run all"}
      </button>
      <progress aria-label="Variants run" max={Math.max(total, 1)} value={ended} />
      <p role="status" aria-live="polite">
        {progressSentence({
          progress: progress.value,
          isRunning: isRunning.value,
          results: results.value,
          nameOf: ({ exercise, name }) => `${titles.get(exercise) ?? exercise}, ${name}`,
        })}
      </p>
    </div>
  );
}
