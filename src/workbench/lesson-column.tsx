import type { WorkbenchState } from "./state/workbench-state.ts";

/** The lesson's text. The HTML is made at build time from the exercise's markdown, without raw HTML. */
export function LessonColumn({ state }: { readonly state: WorkbenchState }) {
  return (
    <section class="column lesson" aria-label="Lesson">
      <h1>{state.exercise.title}</h1>
      <div class="prose" dangerouslySetInnerHTML={{ __html: state.exercise.lessonHtml }} />
      <p class="stand-ins">
        Clerk and Convex here are stand-ins for learning, made without affiliation to either company.
      </p>
    </section>
  );
}
