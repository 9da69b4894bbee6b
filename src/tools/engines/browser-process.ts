/** Browsers and their helpers as processes, each with a folder that goes with it. */
import { spawn, type ChildProcess } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

export function temporaryFolder(name: string): { readonly path: string; remove(): void } {
  const path = mkdtempSync(join(tmpdir(), `handoff-${name}-`));
  return {
    path,
    remove: () => rmSync(path, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 }),
  };
}

export type BrowserProcess = {
  /** First match in what it has said so far; waits for it. */
  says(pattern: RegExp, limitMs: number): Promise<RegExpExecArray>;
  /** Ends it and everything that it started. */
  end(): Promise<void>;
};

export function startProcess(
  command: string,
  parameters: readonly string[],
  environment: Readonly<Record<string, string>> = {},
): BrowserProcess {
  // A group of its own, so that all of it can be ended at once.
  const child = spawn(command, parameters, {
    stdio: ["ignore", "pipe", "pipe"],
    detached: true,
    env: { ...process.env, ...environment },
  });
  let said = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream.on("data", (bytes: Buffer) => (said = `${said}${bytes.toString()}`.slice(-100_000)));
  }
  const ended = new Promise<void>((resolve) => {
    child.once("exit", () => resolve());
    child.once("error", (error) => {
      said += `\n${command} could not be started: ${error.message}`;
      resolve();
    });
  });
  let isEnded = false;
  void ended.then(() => (isEnded = true));
  return {
    async says(pattern, limitMs) {
      const limit = performance.now() + limitMs;
      for (;;) {
        const match = pattern.exec(said);
        if (match !== null) return match;
        if (isEnded || performance.now() > limit)
          throw new Error(`${command} did not say ${String(pattern)}:\n${said}`);
        await new Promise((resolve) => setTimeout(resolve, 50));
      }
    },
    async end() {
      endGroup(child, "SIGTERM");
      const late = setTimeout(() => endGroup(child, "SIGKILL"), 5000);
      if (!isEnded && child.pid !== undefined) await ended;
      clearTimeout(late);
      endGroup(child, "SIGKILL");
    },
  };
}

function endGroup(child: ChildProcess, signal: NodeJS.Signals): void {
  if (child.pid === undefined) return;
  try {
    process.kill(-child.pid, signal);
  } catch {
    // None of it is left.
  }
}
