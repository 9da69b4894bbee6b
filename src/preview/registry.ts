/** `require` for the learner's app: evaluates a package when it is first asked for, once. */

export type PackageRegistry = {
  define(packages: Readonly<Record<string, () => unknown>>): void;
  require(name: string): unknown;
};

export function packageRegistry(): PackageRegistry {
  const thunks = new Map<string, () => unknown>();
  const loaded = new Map<string, unknown>();
  return {
    define(packages) {
      for (const [name, thunk] of Object.entries(packages)) thunks.set(name, thunk);
    },
    require(name) {
      if (loaded.has(name)) return loaded.get(name);
      const thunk = thunks.get(name);
      if (thunk === undefined) throw new Error(`Cannot find module "${name}"`);
      const exports = thunk();
      loaded.set(name, exports);
      return exports;
    },
  };
}
