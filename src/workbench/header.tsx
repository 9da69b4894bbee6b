/** Where the learner is in the course, and the two lamps. */
import { OfflineControl, type OfflineModel } from "./offline-control.tsx";
import type { WorkbenchModel } from "./state/workbench-model.ts";

type HeaderProps = { readonly model: WorkbenchModel; readonly offline: OfflineModel };

export function Header({ model, offline }: HeaderProps) {
  const { course, lesson } = model.exercise;
  return (
    <header class="header">
      {/* The lesson's visible title is in a column that a narrow screen may not show. */}
      <h1 class="visually-hidden">{model.exercise.title}</h1>
      <p class="breadcrumb">
        <a href="./">{course}</a>
        <span aria-hidden="true"> · </span>
        <span class="breadcrumb-count">
          lesson {lesson.number} of {lesson.of}
        </span>
        <span aria-hidden="true" class="breadcrumb-count">
          {" "}
          ·{" "}
        </span>
        <span class="breadcrumb-title">{lesson.title}</span>
      </p>
      <OfflineControl offline={offline} />
      <Lamps model={model} />
    </header>
  );
}

export function Lamps({ model }: { readonly model: WorkbenchModel }) {
  const { clerk, convex } = model.lamps.value;
  return (
    <ul class="lamps" aria-label="Who is signed in">
      <Lamp name="Clerk" state={clerk} isLit={clerk === "signed in"} />
      {model.exercise.kind === "app" && (
        <Lamp name="Convex" state={convex} isLit={convex === "authenticated"} />
      )}
    </ul>
  );
}

type LampProps = { readonly name: string; readonly state: string; readonly isLit: boolean };

function Lamp({ name, state, isLit }: LampProps) {
  const look = state === "loading" ? "waiting" : isLit ? "lit" : "dark";
  return (
    <li class={`lamp lamp-${look}`}>
      <span class="lamp-bulb" aria-hidden="true" />
      <span>{`${name}: ${state}`}</span>
    </li>
  );
}
