import type { WorkbenchState } from "./state/workbench-state.ts";

/** Course, lesson, and the two lamps. A lamp says its state in words; the dot only repeats it. */
export function Header({ state }: { readonly state: WorkbenchState }) {
  const { course, lesson } = state.exercise;
  const lamps = state.lamps.value;
  return (
    <header class="header">
      <p class="trail">
        <a href="./">{course}</a> · lesson {lesson.number} of {lesson.of} · <strong>{lesson.title}</strong>
      </p>
      <div class="lamps">
        <Lamp name="Clerk" state={lamps.clerk} isOn={lamps.clerk === "signed in"} />
        <Lamp name="Convex" state={lamps.convex} isOn={lamps.convex === "authenticated"} />
      </div>
    </header>
  );
}

function Lamp({
  name,
  state,
  isOn,
}: {
  readonly name: string;
  readonly state: string;
  readonly isOn: boolean;
}) {
  const glyph = isOn ? "●" : state === "loading" ? "◌" : "○";
  return (
    <p class={`lamp ${isOn ? "lamp-on" : ""}`} role="status">
      <span aria-hidden="true" class="lamp-glyph">
        {glyph}
      </span>{" "}
      <span>
        {name}: {state}
      </span>
    </p>
  );
}
