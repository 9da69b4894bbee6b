/** The lesson's text, beside the code. */
import type { Exercise } from "../../exercise/exercise.ts";

export function LessonPane({ exercise }: { readonly exercise: Exercise }) {
  return (
    <>
      <h1 class="lesson-title">{exercise.title}</h1>
      {/* Made at build time from trusted markdown, without raw HTML. */}
      <div class="prose" dangerouslySetInnerHTML={{ __html: exercise.lessonHtml }} />
    </>
  );
}
