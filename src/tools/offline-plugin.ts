/** The Vite plugin that adds `service-worker.js` to a build: one file, with the list of all the others in it. */
import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join, relative, resolve, sep } from "node:path";
import type { Plugin } from "vite";
import type { Build, BuildFile } from "../wire/offline.ts";
import { bundleServiceWorker } from "./bundle.ts";
import { headersIn } from "./offered-headers.ts";

const SERVICE_WORKER = "service-worker.js";

/** Comes last: what other plugins write is listed too. */
export function offline(): Plugin {
  let folder = "";
  let isWritten = false;
  return {
    name: "handoff-offline",
    apply: "build",
    configResolved({ root, build }) {
      folder = resolve(root, build.outDir);
    },
    writeBundle() {
      isWritten = true;
    },
    closeBundle: {
      order: "post",
      sequential: true,
      async handler() {
        if (isWritten) await writeServiceWorker(folder);
      },
    },
  };
}

/** Writes the service worker of the site in `folder`, over one that is there. */
export async function writeServiceWorker(folder: string): Promise<void> {
  const { code } = await bundleServiceWorker(listBuild(folder));
  writeFileSync(join(folder, SERVICE_WORKER), code);
}

export function listBuild(folder: string): Build {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => relative(folder, join(parentPath, name)).split(sep).join("/"))
    .filter((path) => path !== SERVICE_WORKER && !isForHost(path))
    .toSorted()
    .map((path): BuildFile => {
      const content = readFileSync(join(folder, path));
      return { path, sha256: sha256(content), bytes: content.byteLength };
    });
  const version = sha256(files.map((file) => `${file.path} ${file.sha256}\n`).join("")).slice(0, 16);
  return { version, files, connectionAllowlist: allowlistOf(folder) };
}

/** As a host that reads the folder's headers would say it. */
function allowlistOf(folder: string): string {
  const path = join(folder, "_headers");
  const headers = existsSync(path) ? headersIn(readFileSync(path, "utf8")) : {};
  return headers["connection-allowlist"] ?? "(response-origin)";
}

/** Hosts keep these to themselves (`_headers`, `.nojekyll`): whoever asks for one gets nothing. */
function isForHost(path: string): boolean {
  const isAtRoot = !path.includes("/");
  return (isAtRoot && path.startsWith("_")) || path.split("/").some((part) => part.startsWith("."));
}

function sha256(content: string | Uint8Array): string {
  return createHash("sha256").update(content).digest("hex");
}
