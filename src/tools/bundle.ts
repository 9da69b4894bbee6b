/** Bundles the sandbox's realms into single classic scripts, with the same esbuild that the learner's code gets. */
import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { build, transform, type Plugin } from "esbuild-wasm";
import type { Build } from "../wire/offline.ts";
import { DEFINE_FUNCTION_PACKAGES, functionFactory, LOCATION_DEFINES } from "../wire/scripts.ts";

export const ROOT = resolve(import.meta.dirname, "../..");

/** Stubs for the few `next/*` modules that the client half of `@clerk/nextjs` imports. */
const NEXT_STUBS: Readonly<Record<string, string>> = {
  "next/compat/router": "compat-router.ts",
  "next/headers": "headers.ts",
  "next/link": "link.ts",
  "next/navigation": "navigation.ts",
  "next/router": "router.ts",
  "next/script": "script.ts",
};

const CLERK_JS_FOLDER = join(ROOT, "node_modules/@clerk/clerk-js/dist");

/**
 * The file with the class, which a plain condition of the package's exports does not reach, and the one chunk that it
 * would fetch for hooks that list something (`useOrganizationList`): chunks register themselves.
 */
function clerkJsModule(): string {
  const chunk = readdirSync(CLERK_JS_FOLDER).find(
    (file) =>
      /^\d+_clerk\.native_/.test(file) &&
      readFileSync(join(CLERK_JS_FOLDER, file), "utf8").includes("{QueryClient:"),
  );
  if (chunk === undefined) throw new Error("@clerk/clerk-js has no chunk with its QueryClient any more.");
  return `module.exports = require("./clerk.native.js"); require("./${chunk}");`;
}

const appPackages: Plugin = {
  name: "app-packages",
  setup(setup) {
    setup.onResolve({ filter: /^next\// }, ({ path }) => {
      const stub = NEXT_STUBS[path];
      return stub === undefined ? null : { path: join(ROOT, "src/preview/next", stub) };
    });
    setup.onResolve({ filter: /^@clerk\/clerk-js$/ }, ({ path }) => ({ path, namespace: "clerk-js" }));
    setup.onLoad({ filter: /.*/, namespace: "clerk-js" }, () => ({
      contents: clerkJsModule(),
      resolveDir: CLERK_JS_FOLDER,
    }));
    // The ES modules of each package, which can be shaken; `require` alone would choose CommonJS.
    setup.onResolve({ filter: /^[^./]/ }, ({ path, kind, importer, resolveDir }) =>
      kind === "require-call" && importer.endsWith("src/preview/packages.ts")
        ? setup.resolve(path, { kind: "import-statement", resolveDir })
        : null,
    );
  },
};

/** A script and the packages from node_modules whose code is in it. */
export type Bundle = { readonly code: string; readonly packages: readonly string[] };

type BundleOptions = {
  readonly format?: "iife" | "cjs" | "esm";
  readonly define?: Readonly<Record<string, string>>;
  readonly plugins?: readonly Plugin[];
  /** Source text instead of a file. */
  readonly text?: string;
};

async function bundle(entry: string, options: BundleOptions = {}): Promise<Bundle> {
  const result = await build({
    ...(options.text === undefined
      ? { entryPoints: [join(ROOT, entry)] }
      : { stdin: { contents: options.text, resolveDir: ROOT, sourcefile: entry } }),
    absWorkingDir: ROOT,
    bundle: true,
    minify: true,
    write: false,
    metafile: true,
    format: options.format ?? "iife",
    target: "es2022",
    platform: "browser",
    charset: "utf8",
    legalComments: "none",
    logLevel: "error",
    define: { "process.env.NODE_ENV": '"production"', ...options.define },
    plugins: [...(options.plugins ?? [])],
  });
  return {
    code: result.outputFiles[0]?.text ?? "",
    packages: [...new Set(Object.keys(result.metafile.inputs).flatMap(packageOf))].toSorted(),
  };
}

/** `node_modules/@clerk/shared/dist/x.js` → `@clerk/shared`. */
function packageOf(path: string): string[] {
  const match = /.*node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(path);
  return match?.[1] === undefined ? [] : [match[1]];
}

export const bundleBootstrap = (): Promise<Bundle> => bundle("src/preview/bootstrap.ts");
export const bundlePreview = (): Promise<Bundle> => bundle("src/preview/document.ts");
export const bundleReferee = (): Promise<Bundle> => bundle("src/referee/worker.ts");

export const bundleScript = (): Promise<Bundle> => bundle("src/script/worker.ts");

/** The script of the example lesson. */
export const bundleLesson = (): Promise<Bundle> => bundle("src/embed/lesson.ts", { format: "esm" });

/** `embed.js`, which finds the site's root at `sitePath` from itself. */
export const bundleEmbed = (sitePath: string): Promise<Bundle> =>
  bundle("src/embed/embed.ts", { format: "esm", define: { SITE_PATH: JSON.stringify(sitePath) } });

/** The npm packages that the learner's app runs on: unmodified, but for the name under which they see `location`. */
export const bundleAppPackages = (mode: "production" | "development" = "production"): Promise<Bundle> =>
  bundle("src/preview/packages.ts", {
    define: { ...LOCATION_DEFINES, "process.env.NODE_ENV": JSON.stringify(mode) },
    plugins: [appPackages],
  });

const CLERK_UI_FOLDER = join(ROOT, "node_modules/@clerk/ui/dist");
/** What needs a wallet or a card is not here. */
const NOT_FOR_LESSONS = /solana|wallet|checkout|billing/;

/**
 * Clerk's own components in one script. An opaque frame can load no chunk, so all that may be asked for come along: they
 * register themselves, and the loader finds them there.
 */
export async function bundleClerkUi(): Promise<Bundle> {
  const read = (file: string): string => readFileSync(join(CLERK_UI_FOLDER, file), "utf8");
  const entry = "ui.shared.browser.js";
  // There are chunks for three entries; those of this one have the name that it makes for them.
  const hash = /\.h=\(\)=>"([0-9a-f]{6})/.exec(read(entry))?.[1];
  if (hash === undefined) throw new Error("The names of @clerk/ui's chunks are made in another way now.");
  const chunks = readdirSync(CLERK_UI_FOLDER).filter(
    (file) => file.includes(`_ui_${hash}_`) && file.endsWith(".js") && !NOT_FOR_LESSONS.test(file),
  );
  const options = { define: { ...LOCATION_DEFINES }, minify: true, legalComments: "none" } as const;
  const codes = await Promise.all([entry, ...chunks].map((file) => transform(read(file), options)));
  return { code: codes.map(({ code }) => code).join(";\n"), packages: ["@clerk/ui"] };
}

/** `convex/server` and `convex/values` as a factory: each execution of a function gets a fresh copy. */
async function bundleFunctionPackages(): Promise<Bundle> {
  const { code, packages } = await bundle("function-packages", {
    format: "cjs",
    text: `module.exports = { "convex/server": require("convex/server"), "convex/values": require("convex/values") };`,
  });
  return { code: functionFactory(DEFINE_FUNCTION_PACKAGES, code, "module.exports"), packages };
}

/** What `virtual:handoff/<name>` is in a bundle. */
function virtualModule(name: string, contents: string, loader: "text" | "json"): Plugin {
  return {
    name,
    setup(setup) {
      setup.onResolve({ filter: new RegExp(`^virtual:handoff/${name}$`) }, ({ path }) => ({
        path,
        namespace: "virtual",
      }));
      setup.onLoad({ filter: /.*/, namespace: "virtual" }, () => ({ contents, loader }));
    },
  };
}

/** The service worker of one build, whose files it knows. */
export const bundleServiceWorker = (build: Build): Promise<Bundle> =>
  bundle("src/offline/service-worker.ts", {
    plugins: [virtualModule("build", JSON.stringify(build), "json")],
  });

export async function bundleIsolate(): Promise<Bundle> {
  const functionPackages = await bundleFunctionPackages();
  const virtual = virtualModule("function-packages", functionPackages.code, "text");
  const isolate = await bundle("src/isolate/worker.ts", { plugins: [virtual] });
  return { code: isolate.code, packages: [...isolate.packages, ...functionPackages.packages] };
}

/** The licence text of an installed package, with its name and version. */
export function licenceOf(name: string): string {
  const folder = dirname(join(ROOT, "node_modules", name, "package.json"));
  const { version, license } = JSON.parse(readFileSync(join(folder, "package.json"), "utf8")) as {
    version: string;
    license?: string;
  };
  const file = ["LICENSE", "LICENSE.md", "LICENSE.txt", "license", "LICENCE", "license.md"].find(
    (candidate) => {
      try {
        return readFileSync(join(folder, candidate)).length > 0;
      } catch {
        return false;
      }
    },
  );
  const text = file === undefined ? "" : readFileSync(join(folder, file), "utf8").trim();
  return [`${name} ${version} (${license ?? "see text"})`, text].filter((part) => part !== "").join("\n\n");
}
