/** The lesson's text, beside the code. */
import type { Exercise } from "../../exercise/exercise.ts";

export function LessonPane({ exercise }: { readonly exercise: Exercise }) {
  return (
    <>
      <p class="lesson-title">{exercise.title}</p>
      {/* Made at build time from trusted markdown, without raw HTML. */}
      <div class="prose" dangerouslySetInnerHTML={{ __html: exercise.lessonHtml }} />
    </>
  );
}
