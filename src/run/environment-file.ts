/** `.env.local` as Next reads it, as far as lessons need: `NAME=value` lines, comments, optional quotes. */

/** What the learner's app sees as `process.env`. A browser gets only names that start with NEXT_PUBLIC_. */
export function appEnvironment(text: string | undefined): Record<string, string> {
  const environment: Record<string, string> = {};
  for (const line of (text ?? "").split(/\r?\n/)) {
    const match = /^\s*(?:export\s+)?([A-Za-z_][A-Za-z0-9_]*)\s*=\s*(.*?)\s*$/.exec(line);
    const [, name, value] = match ?? [];
    if (name === undefined || value === undefined || !name.startsWith("NEXT_PUBLIC_")) continue;
    environment[name] = /^(["']).*\1$/.test(value) ? value.slice(1, -1) : value.replace(/\s+#.*$/, "");
  }
  return environment;
}
