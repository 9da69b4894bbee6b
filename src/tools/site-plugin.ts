/** The Vite plugin that makes the site's virtual modules, its policy and its notices file. */
import { createHash } from "node:crypto";
import { existsSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Plugin } from "vite";
import {
  bundleAppPackages,
  bundleBootstrap,
  bundleClerkUi,
  bundleIsolate,
  bundlePreview,
  bundleReferee,
  bundleScript,
  licenceOf,
  ROOT,
  type Bundle,
} from "./bundle.ts";
import { pagePolicy, sandboxPolicy, scriptSandboxPolicy } from "./content-security-policy.ts";
import { manifestJsonSchema, SCHEMA_FILE } from "./exercises/json-schema.ts";
import { headersFile } from "./offered-headers.ts";
import { exerciseIds, readAnswers, readExercise, readSummary } from "./exercises/read.ts";

const PREFIX = "virtual:handoff/";
const POLICY_PLACE = "<!-- content-security-policy -->";

/** Set by `npm run build -- --without-solutions`. */
const WITHOUT_SOLUTIONS = process.env["HANDOFF_WITHOUT_SOLUTIONS"] === "1";

/**
 * `isWorker`: the copy that Vite uses for workers, which makes no files of its own.
 * `withoutSolutions`: nothing of the solutions and the wrong answers goes into the site.
 */
export function site({ isWorker = false, withoutSolutions = WITHOUT_SOLUTIONS } = {}): Plugin {
  const shipped = new Set<string>();
  const bundles = new Map<string, Promise<Bundle>>();
  let hasHeaders = false;

  function once(name: string, make: () => Promise<Bundle>): Promise<Bundle> {
    const made = bundles.get(name) ?? make();
    bundles.set(name, made);
    return made.then((bundle) => {
      for (const packageName of bundle.packages) shipped.add(packageName);
      return bundle;
    });
  }

  async function bootstrap(): Promise<{ code: string; hash: string }> {
    // A script element ends at the first `</script`, whatever the code means by it.
    const code = (await once("bootstrap", bundleBootstrap)).code.trim().replaceAll("</script", "<\\/script");
    return { code, hash: `sha256-${createHash("sha256").update(code).digest("base64")}` };
  }

  async function load(name: string): Promise<string | null> {
    const [kind, id] = name.split("/");
    switch (kind) {
      case "catalogue":
        return catalogueModule(withoutSolutions);
      case "exercise":
        return id === undefined ? null : `export const exercise = ${JSON.stringify(await readExercise(id))};`;
      case "answers":
        if (withoutSolutions) throw new Error(`${name} was asked for in a site without solutions`);
        return id === undefined ? null : `export const answers = ${JSON.stringify(await readAnswers(id))};`;
      case "sandbox": {
        const { code, hash } = await bootstrap();
        const documents = [
          text("sandboxDocument", sandboxDocument(code, sandboxPolicy(hash))),
          text("scriptSandboxDocument", sandboxDocument(code, scriptSandboxPolicy(hash))),
        ];
        return documents.join("\n");
      }
      case "preview-script":
        return text("previewScript", (await once(name, bundlePreview)).code);
      case "packages-script":
        return text("packagesScript", (await once(name, () => bundleAppPackages())).code);
      case "clerk-ui-script":
        return text("clerkUiScript", (await once(name, bundleClerkUi)).code);
      case "isolate-script":
        return text("isolateScript", (await once(name, bundleIsolate)).code);
      case "script-script":
        return text("scriptScript", (await once(name, bundleScript)).code);
      case "referee-script":
        return text("refereeScript", (await once(name, bundleReferee)).code);
      default:
        return null;
    }
  }

  return {
    name: "handoff-site",
    configResolved({ publicDir }) {
      hasHeaders = existsSync(join(publicDir, "_headers"));
    },
    resolveId: (source) => (source.startsWith(PREFIX) ? `\0${source}` : null),
    load: (id) => (id.startsWith(`\0${PREFIX}`) ? load(id.slice(PREFIX.length + 1)) : null),
    async transformIndexHtml(html) {
      const { hash } = await bootstrap();
      const policy = `<meta http-equiv="Content-Security-Policy" content="${pagePolicy(hash)}" />`;
      if (!html.includes(POLICY_PLACE)) throw new Error(`index.html has no ${POLICY_PLACE}`);
      return html.replace(POLICY_PLACE, policy);
    },
    generateBundle(_, output) {
      if (isWorker) return;
      for (const chunk of Object.values(output)) {
        if (chunk.type !== "chunk") continue;
        for (const module of chunk.moduleIds) {
          const name = /.*node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(module)?.[1];
          if (name !== undefined) shipped.add(name);
        }
      }
      // Workers are bundled apart; these are the packages their entries import.
      for (const name of ["comlink", "convex", "esbuild-wasm", "jose", "valibot"]) shipped.add(name);
      const notices = [...shipped]
        .toSorted()
        .map(licenceOf)
        .join(`\n\n${"-".repeat(80)}\n\n`);
      this.emitFile({ type: "asset", fileName: "third-party-notices.txt", source: `${notices}\n` });
      this.emitFile({ type: "asset", fileName: SCHEMA_FILE, source: manifestJsonSchema() });
    },
    writeBundle({ dir }) {
      // Over the copy of `public/_headers`, which knows no exercise.
      if (!isWorker && dir !== undefined && hasHeaders) writeFileSync(join(dir, "_headers"), headersFile());
    },
    configureServer(server) {
      const folder = join(ROOT, "exercises");
      server.watcher.add(folder);
      server.watcher.on("all", (_, path) => {
        if (!path.startsWith(folder)) return;
        const { moduleGraph } = server.environments.client;
        for (const [id, module] of moduleGraph.idToModuleMap)
          if (id.startsWith(`\0${PREFIX}`)) moduleGraph.invalidateModule(module);
        server.environments.client.hot.send({ type: "full-reload" });
      });
    },
  };
}

function text(name: string, value: string): string {
  return `export const ${name} = ${JSON.stringify(value)};`;
}

function catalogueModule(withoutSolutions: boolean): string {
  const entries = exerciseIds().map((id) => {
    const summary = JSON.stringify(readSummary(id));
    const load = `() => import("${PREFIX}exercise/${id}").then((module) => module.exercise)`;
    const loadAnswers = withoutSolutions
      ? "null"
      : `() => import("${PREFIX}answers/${id}").then((module) => module.answers)`;
    return `{ ...${summary}, load: ${load}, loadAnswers: ${loadAnswers} }`;
  });
  return `export const catalogue = [${entries.join(",\n")}];`;
}

function sandboxDocument(bootstrap: string, policy: string): string {
  return [
    "<!doctype html>",
    `<html lang="en"><head><meta charset="utf-8">`,
    `<meta http-equiv="Content-Security-Policy" content="${policy}">`,
    `<meta http-equiv="x-dns-prefetch-control" content="off">`,
    `<meta name="referrer" content="no-referrer">`,
    `<title>Learner's app</title></head><body><script>${bootstrap}</script></body></html>`,
  ].join("");
}
