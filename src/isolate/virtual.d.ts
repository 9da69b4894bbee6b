declare module "virtual:handoff/function-packages" {
  /** A script that calls `handoffDefinePackages` with the factory of `convex/server` and `convex/values`. */
  const script: string;
  export default script;
}
