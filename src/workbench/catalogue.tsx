import type { ExerciseSummary } from "../exercise/exercise.ts";
import "./styles/theme.css";
import "./styles/catalogue.css";

/** The exercises, each a link that works without scripts of ours. */
export function Catalogue({ exercises }: { readonly exercises: readonly ExerciseSummary[] }) {
  return (
    <main class="catalogue">
      <h1>Handoff</h1>
      <p class="lead">
        Practise the identity handoff between Clerk and Convex in a real app that runs whole inside this tab:
        no account, no server, no network.
      </p>
      <ul class="cards">
        {exercises.map((exercise) => (
          <li key={exercise.id} class="card">
            <p class="trail">
              {exercise.course} · lesson {exercise.lesson.number} of {exercise.lesson.of}
            </p>
            <h2>
              <a href={`?exercise=${exercise.id}`}>{exercise.title}</a>
            </h2>
            <p>{exercise.summary}</p>
          </li>
        ))}
      </ul>
      <p class="stand-ins">
        Clerk and Convex here are stand-ins for learning, made without affiliation to either company.{" "}
        <a href="third-party-notices.txt">Notices</a>
      </p>
    </main>
  );
}

/** For an address that names no exercise. */
export function UnknownExercise({ id }: { readonly id: string }) {
  return (
    <main class="catalogue">
      <h1>No such exercise</h1>
      <p class="lead">There is no exercise named “{id}”.</p>
      <p>
        <a href="./">All exercises</a>
      </p>
    </main>
  );
}
