/**
 * The shape of the scripts that the compiler makes and the sandbox loads. None needs `eval`: each calls one global
 * with a factory, so that the realm can run it again for a fresh copy.
 */

/**
 * Parameters of the factories in the isolate, in order. They shadow the realm's own globals, so that each execution
 * has its own `Convex`, its own console and its own clock.
 */
const FUNCTION_PARAMETERS = [
  "require",
  "Convex",
  "console",
  "Date",
  "Math",
  "process",
  "fetch",
  "setTimeout",
  "clearTimeout",
  "setInterval",
  "clearInterval",
  "crypto",
] as const;

/** Global of the isolate that takes the packages' factory. */
export const DEFINE_FUNCTION_PACKAGES = "handoffDefinePackages";
/** Global of the isolate that takes the learner's functions; the factory returns `{ modules }`. */
export const DEFINE_FUNCTIONS = "handoffDefineFunctions";
/** Global of the preview that takes the learner's app: `(require, module, exports) => void`. */
export const DEFINE_APP = "handoffDefineApp";
/** Global of the referee that takes the exercise's checks: `(require, module, exports) => void`. */
export const DEFINE_CHECKS = "handoffDefineChecks";
/** Global of the script realm that takes the learner's script: `(require, module, exports) => void`. */
export const DEFINE_SCRIPT = "handoffDefineScript";
/**
 * Global that learner code calls on every turn of a loop, with the place and what its text says of it: a `LoopTurn` of
 * `base/loop-watch.ts`.
 */
export const LOOP_TURN = "handoffLoop";
/** Name under which code in the preview sees `location`: an opaque srcdoc frame has none that works. */
export const LOCATION_NAME = "handoffLocation";

/** What the compiler replaces so that packages and learner code use {@link LOCATION_NAME}. */
export const LOCATION_DEFINES: Readonly<Record<string, string>> = {
  location: LOCATION_NAME,
  "window.location": LOCATION_NAME,
  "self.location": LOCATION_NAME,
  "document.location": LOCATION_NAME,
  "globalThis.location": LOCATION_NAME,
};

/** Stands for the functions script in the stacks that leave the isolate. */
export const FUNCTIONS_FILE = "handoff-functions.js";
/** Before a source map in base64, at the end of a script. */
export const MAP_COMMENT = "//# sourceMappingURL=data:application/json;base64,";

/** Wraps CommonJS code as a factory of the isolate whose result is `expression`. */
export function functionFactory(define: string, code: string, expression: string): string {
  return `${define}(function(${FUNCTION_PARAMETERS.join(",")}){var module={exports:{}},exports=module.exports;${code}\nreturn ${expression}});\n`;
}

/**
 * The functions script from the bundled code, which may end in its source map as esbuild appends it: stays with the script
 * at its end, where lines still are those of the code.
 */
export function functionsScriptFrom(code: string): string {
  const at = code.lastIndexOf(MAP_COMMENT);
  const own = at < 0 ? code : code.slice(0, at);
  const map = at < 0 ? "" : `${code.slice(at).trim()}\n`;
  const script = functionFactory(DEFINE_FUNCTIONS, own, "{modules:module.exports}");
  return `${script}${map}`;
}

/** Wraps CommonJS code as `define(function(require,module,exports){…})`. */
export function moduleFactory(define: string, code: string): string {
  return `${define}(function(require,module,exports){${code}\n});\n`;
}

/** Packages that the learner's app may import; each is one copy, shared with what the preview runs. */
export const APP_PACKAGES = [
  "@clerk/nextjs",
  "@clerk/react",
  "convex/browser",
  "convex/react",
  "convex/react-clerk",
  "convex/server",
  "convex/values",
  "next/link",
  "next/navigation",
  "react",
  "react-dom",
  "react-dom/client",
  "react/jsx-runtime",
] as const;

/** Packages that functions in `convex/` may import. */
export const FUNCTION_PACKAGES = ["convex/server", "convex/values"] as const;

/** Packages that a script may import. */
export const SCRIPT_PACKAGES = ["jose"] as const;
