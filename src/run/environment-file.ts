/** Files of variables, as far as lessons need them: `NAME=value` lines, comments, optional quotes. */
import type { Exercise } from "../exercise/exercise.ts";
import type { SourceFiles } from "../wire/compiler.ts";

type Environment = Record<string, string>;

/** What the learner's app sees as `process.env`: of `.env.local` a browser gets only names that start with NEXT_PUBLIC_. */
export function appEnvironment(files: SourceFiles): Environment {
  const variables = Object.entries(parseEnvironment(files[".env.local"] ?? ""));
  return Object.fromEntries(variables.filter(([name]) => name.startsWith("NEXT_PUBLIC_")));
}

/**
 * What the functions and `convex/auth.config.ts` see as `process.env`. An exercise with a `deployment.env` lets the
 * learner set the deployment's variables, as the dashboard and `npx convex env set` do; without it they are given.
 */
export function deploymentEnvironment(
  files: SourceFiles,
  scenarios: Pick<Exercise["scenarios"], "environment">,
): Readonly<Environment> {
  const text = files["deployment.env"];
  return text === undefined ? scenarios.environment : parseEnvironment(text);
}

function parseEnvironment(text: string): Environment {
  const environment: Environment = {};
  for (const line of text.split(/\r?\n/)) {
    const match = /^\s*(?:export\s+)?([A-Za-z_][A-Za-z0-9_]*)\s*=\s*(.*?)\s*$/.exec(line);
    const [, name, value] = match ?? [];
    if (name === undefined || value === undefined) continue;
    environment[name] = /^(["']).*\1$/.test(value) ? value.slice(1, -1) : value.replace(/\s+#.*$/, "");
  }
  return environment;
}
