/** The pages around exercises: the list of all, and the sentence for one that is not there. */
import { render } from "preact";
import type { ExerciseSummary } from "../exercise/exercise.ts";
import { OfflineControl, type OfflineModel } from "./offline-control.tsx";
import "./styles/base.css";
import "./styles/catalogue.css";

export function mountCatalogue(
  root: HTMLElement,
  exercises: readonly ExerciseSummary[],
  offline: OfflineModel,
): void {
  root.replaceChildren();
  render(<Catalogue exercises={exercises} offline={offline} />, root);
}

/** Says in plain words why no exercise is shown. */
export function mountNotice(root: HTMLElement, title: string, sentence: string): void {
  document.title = `${title} · Handoff`;
  root.replaceChildren();
  render(
    <main class="catalogue">
      <h1>{title}</h1>
      <p>{sentence}</p>
      <p>
        <a href="./">All exercises</a>
      </p>
    </main>,
    root,
  );
}

type CatalogueProps = { readonly exercises: readonly ExerciseSummary[]; readonly offline: OfflineModel };

function Catalogue({ exercises, offline }: CatalogueProps) {
  return (
    <main class="catalogue">
      <h1>Handoff</h1>
      <p class="lead">
        A real Clerk and Convex app in one browser tab. Change the code, press Run, and see every hop of the
        identity handoff.
      </p>
      <ul class="exercises" aria-label="Exercises">
        {exercises.map(({ id, title, summary, course, lesson }) => (
          <li key={id} class="exercise">
            <p class="exercise-lesson">
              {course} · lesson {lesson.number} of {lesson.of}
            </p>
            <h2>
              <a href={`?exercise=${encodeURIComponent(id)}`}>{title}</a>
            </h2>
            <p>{summary}</p>
          </li>
        ))}
      </ul>
      <OfflineControl offline={offline} />
      <p class="small-print">
        Clerk and Convex here are stand-ins for learning, made without affiliation to either company. Nothing
        leaves this page. <a href="?view=instructor">For instructors</a>
      </p>
    </main>
  );
}
