/** The scripts of the isolate and the shape of what they define (`wire/scripts.ts`). */

/** What each execution has for itself; the scripts see these instead of the realm's own. */
export type RuntimeGlobals = {
  readonly Convex: object;
  readonly console: object;
  readonly Date: DateConstructor;
  readonly Math: Math;
  readonly process: { readonly env: Readonly<Record<string, string | undefined>> };
  readonly fetch: unknown;
  readonly setTimeout: unknown;
  readonly clearTimeout: unknown;
  readonly setInterval: unknown;
  readonly clearInterval: unknown;
  readonly crypto: unknown;
};

export type Require = (name: string) => unknown;
type Factory<Result> = (require: Require, ...globals: unknown[]) => Result;

/** Module names (`convex/server`) to exports. */
export type PackagesFactory = Factory<Readonly<Record<string, unknown>>>;
export type ModuleNamespace = Readonly<Record<string, unknown>>;
/** Paths under `convex/` without extension to thunks that evaluate the module. */
export type Modules = Readonly<Record<string, () => ModuleNamespace>>;
export type FunctionsFactory = Factory<{ readonly modules: Modules }>;

/** The globals in the order of the factories' parameters, `require` excepted. */
export function inOrder(globals: RuntimeGlobals): unknown[] {
  return [
    globals.Convex,
    globals.console,
    globals.Date,
    globals.Math,
    globals.process,
    globals.fetch,
    globals.setTimeout,
    globals.clearTimeout,
    globals.setInterval,
    globals.clearInterval,
    globals.crypto,
  ];
}

/** Answers `require` from a set of evaluated packages. */
export function requireFrom(packages: Readonly<Record<string, unknown>>): Require {
  return (name) => {
    if (Object.hasOwn(packages, name)) return packages[name];
    throw new Error(`Cannot find module '${name}'`);
  };
}
