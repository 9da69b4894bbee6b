/** What a push learns from the learner's modules: functions, schema, auth config. */
import type { FunctionSpec, IsolateReply } from "../wire/syscall.ts";
import { describeThrown } from "./failure.ts";
import type { ModuleNamespace, Modules } from "./factories.ts";
import type { ImportRules } from "./runtime.ts";

export type LoadedReply = Extract<IsolateReply, { type: "loaded" }>;
type LoadFault = NonNullable<LoadedReply["fault"]>;

const SCHEMA_MODULE = "schema";
const AUTH_CONFIG_MODULE = "auth.config";
export const HTTP_MODULE = "http";
const CRONS_MODULE = "crons";
const CONFIG_MODULES = [SCHEMA_MODULE, AUTH_CONFIG_MODULE, "convex.config"];

/** `load` calls the learner's script with an environment and gives its modules. */
export type LoadModules = (
  env: Readonly<Record<string, string | undefined>>,
  importing?: ImportRules,
) => Modules;

/** `onEvaluate` is told of each module before it is evaluated. */
export function analyze(
  load: number,
  loadModules: LoadModules,
  environment: Readonly<Record<string, string>>,
  onEvaluate: (module: string) => void,
): LoadedReply {
  const reply: LoadedReply = {
    type: "loaded",
    load,
    functions: [],
    hasHttpRouter: false,
    schemaJson: null,
    authConfigJson: null,
    cronsJson: null,
    missingEnvironment: [],
    fault: null,
  };
  let file: string | null = null;
  let code: LoadFault["code"] = "module";
  try {
    const modules = loadModules(environment);
    const functions: FunctionSpec[] = [];
    for (const [name, evaluate] of Object.entries(modules)) {
      if (CONFIG_MODULES.includes(name)) continue;
      file = name;
      onEvaluate(name);
      functions.push(...functionsOf(name, evaluate()));
    }
    file = HTTP_MODULE;
    const hasHttpRouter = Object.hasOwn(modules, HTTP_MODULE) && routerOf(modules[HTTP_MODULE]?.()) !== null;
    file = CRONS_MODULE;
    const cronsJson = Object.hasOwn(modules, CRONS_MODULE) ? cronsOf(modules[CRONS_MODULE]?.()) : null;
    code = "schema";
    file = SCHEMA_MODULE;
    if (Object.hasOwn(modules, SCHEMA_MODULE)) onEvaluate(SCHEMA_MODULE);
    const schemaJson = Object.hasOwn(modules, SCHEMA_MODULE) ? schemaOf(modules[SCHEMA_MODULE]?.()) : null;
    code = "auth-config";
    file = AUTH_CONFIG_MODULE;
    if (Object.hasOwn(modules, AUTH_CONFIG_MODULE)) onEvaluate(AUTH_CONFIG_MODULE);
    const auth = Object.hasOwn(modules, AUTH_CONFIG_MODULE) ? authConfigOf(loadModules, environment) : null;
    return {
      ...reply,
      functions,
      hasHttpRouter,
      schemaJson,
      cronsJson,
      authConfigJson: auth?.json ?? null,
      missingEnvironment: auth?.missing ?? [],
    };
  } catch (thrown) {
    const { message, stack } = describeThrown(thrown);
    const isOwn = thrown instanceof LoadRefusal;
    const text = isOwn
      ? thrown.message
      : code === "module"
        ? `Failed to analyze ${file ?? "the functions"}.js: ${message}`
        : message;
    const place = { file: file === null ? null : `convex/${file}.ts` };
    return {
      ...reply,
      fault: { code, message: text, ...place, ...(isOwn || stack === undefined ? {} : { stack }) },
    };
  }
}

/** A fault in our words rather than a thrown error of the learner's. */
class LoadRefusal extends Error {}

function functionsOf(module: string, namespace: ModuleNamespace): FunctionSpec[] {
  return Object.entries(namespace).flatMap(([name, value]) => {
    const kind = kindOf(value);
    if (kind === null) return [];
    const exported = value as { exportArgs?(): string; exportReturns?(): string; isPublic?: boolean };
    const returns = exported.exportReturns?.() ?? "null";
    return [
      {
        module,
        export: name,
        kind,
        visibility: exported.isPublic === true ? ("public" as const) : ("internal" as const),
        argsJson: exported.exportArgs?.() ?? `{"type":"any"}`,
        returnsJson: returns === "null" ? null : returns,
      },
    ];
  });
}

/** What is needed of the router that `httpRouter()` of convex/server makes. */
export type HttpRouter = {
  lookup(
    path: string,
    method: string,
  ): readonly [{ invokeHttpAction(request: Request): Promise<Response> }, string, string] | null;
};

/** The default export of `convex/http.ts`; `null` without that file. */
export function routerOf(namespace: ModuleNamespace | undefined): HttpRouter | null {
  if (namespace === undefined) return null;
  const router = namespace["default"] as (HttpRouter & { readonly isRouter?: unknown }) | undefined;
  if (router?.isRouter === true) return router;
  throw new LoadRefusal("The default export of `convex/http.ts` is not a Router.");
}

export function kindOf(value: unknown): FunctionSpec["kind"] | null {
  if (typeof value !== "function") return null;
  const marked = value as { isQuery?: boolean; isMutation?: boolean; isAction?: boolean };
  if (marked.isQuery === true) return "query";
  if (marked.isMutation === true) return "mutation";
  return marked.isAction === true ? "action" : null;
}

function schemaOf(namespace: ModuleNamespace | undefined): string {
  const schema = namespace?.["default"] as { export?(): string } | undefined;
  if (typeof schema?.export !== "function") {
    throw new LoadRefusal("The schema file must have a default export made by `defineSchema`.");
  }
  return schema.export();
}

function cronsOf(namespace: ModuleNamespace | undefined): string {
  const crons = namespace?.["default"] as { readonly isCrons?: unknown; export?(): string } | undefined;
  if (crons === undefined) {
    throw new LoadRefusal("`convex/crons.js` must have a default export of a Crons object.");
  }
  if (crons.isCrons !== true || typeof crons.export !== "function") {
    throw new LoadRefusal("The default export of `convex/crons.js` is not a Crons object.");
  }
  return crons.export();
}

/** Evaluated apart, with an environment that notes what is read: any variable read must be set. */
function authConfigOf(
  loadModules: LoadModules,
  environment: Readonly<Record<string, string>>,
): { readonly json: string; readonly missing: string[] } {
  const missing = new Set<string>();
  const recording = new Proxy<Record<string, string | undefined>>(
    {},
    {
      get: (_, name) => {
        if (typeof name !== "string") return undefined;
        if (Object.hasOwn(environment, name)) return environment[name];
        missing.add(name);
        return undefined;
      },
      has: (_, name) => typeof name === "string" && Object.hasOwn(environment, name),
    },
  );
  const namespace = loadModules(recording, IN_AUTH_CONFIG)[AUTH_CONFIG_MODULE]?.() ?? {};
  const config = namespace["default"] ?? null;
  if (config === null && missing.size === 0) {
    throw new LoadRefusal(`auth config file is missing default export. ${SEE_AUTH_DOCS}`);
  }
  return { json: config === null ? "null" : textOf(config), missing: [...missing] };
}

const SEE_AUTH_DOCS = "To learn more, see the auth documentation at https://docs.convex.dev/auth.";

/** The auth config is data: it depends on the deployment's variables and on nothing else. */
const IN_AUTH_CONFIG: ImportRules = {
  now: () => {
    throw new Error("Date unsupported when evaluating auth config file");
  },
  random: () => {
    throw new Error("Math.random unsupported when evaluating auth config file");
  },
};

function textOf(config: unknown): string {
  let json: string | undefined;
  try {
    // Gives nothing for a function, whatever its declaration says.
    json = JSON.stringify(config) as string | undefined;
  } catch {
    json = undefined;
  }
  if (json === undefined) throw new LoadRefusal(`auth config file can only contain strings ${SEE_AUTH_DOCS}`);
  return json;
}
