/** Serves the site while an author writes: the page comes anew with each file that is saved. */
import { join } from "node:path";
import { createServer } from "vite";
import { ROOT } from "../bundle.ts";
import { folderFaults } from "./check/check.ts";
import { EXERCISES, readAnswers, readExercise } from "./read.ts";

/** Editors write in bursts. */
const SETTLE_MS = 200;

export type Preview = {
  /** Address of the exercise, and of the exercise as another page embeds it. */
  readonly addresses: readonly [string, string];
  close(): Promise<void>;
};

/** `tell` gets what is wrong with the files, at once and after each change; nothing when they are well. */
export async function previewExercise(
  slug: string,
  tell: (faults: readonly string[]) => void,
  port = 5173,
): Promise<Preview> {
  const server = await createServer({ root: ROOT, server: { host: "127.0.0.1", port } });
  await server.listen();
  const [site] = server.resolvedUrls?.local ?? [];
  if (site === undefined) throw new Error("The site could not be served.");

  const look = async (): Promise<void> => tell(await faultsOf(slug));
  let settling: NodeJS.Timeout | undefined;
  server.watcher.on("all", (_, path) => {
    if (!path.startsWith(join(EXERCISES, slug))) return;
    clearTimeout(settling);
    settling = setTimeout(() => void look(), SETTLE_MS);
  });
  await look();
  return {
    addresses: [`${site}?exercise=${slug}`, `${site}?exercise=${slug}&embed=1`],
    async close() {
      clearTimeout(settling);
      await server.close();
    },
  };
}

/** Of the files; when there is none, of what is made of them. */
async function faultsOf(slug: string): Promise<readonly string[]> {
  const faults = await folderFaults(slug);
  if (faults.length > 0) return faults;
  return Promise.all([readExercise(slug), readAnswers(slug)]).then(
    () => [],
    (error: unknown) => [error instanceof Error ? error.message : String(error)],
  );
}
