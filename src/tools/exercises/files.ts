import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { join, relative } from "node:path";

/** Every file below a folder, by its path from there; none when the folder is missing. */
export function readFiles(folder: string): Record<string, string> {
  if (!existsSync(folder)) return {};
  const files: Record<string, string> = {};
  const visit = (directory: string): void => {
    for (const name of readdirSync(directory).toSorted()) {
      const path = join(directory, name);
      // Types for our own check; the sandbox provides these modules itself.
      if (name === "_generated") continue;
      if (statSync(path).isDirectory()) visit(path);
      else files[relative(folder, path).replaceAll("\\", "/")] = readFileSync(path, "utf8");
    }
  };
  visit(folder);
  return files;
}

/** Names of the folders in a folder; none when it is missing. */
export function folderNames(folder: string): string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => name)
    .toSorted();
}
