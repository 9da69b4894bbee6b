/** What is said of learner code that does not come to an end. */
import type { PushError } from "../wire/deployment.ts";
import type { ScriptRole } from "../wire/script.ts";
import type { RunError } from "../wire/verdict.ts";
import type { Hop } from "../wire/handoff.ts";

const SAFE = "Your code and your rows are safe; Run works again.";

/** `place` is the loop that the app was seen in, such as `app/page.tsx:9`, if it was seen in one. */
export function appStuck(place: string | null): RunError {
  return {
    code: "app-stuck",
    message: `The app kept its page busy and did not answer any more, so it was stopped. ${lookAt(place, " in app/")} ${SAFE}`,
    ...fileAndLine(place),
  };
}

/** It sends more than can be read: requests, frames of a socket, or messages to the page around it. */
export function appFlood(): RunError {
  return {
    code: "app-flood",
    message: `The app sent thousands of messages within a second, so it was stopped. Look in app/ for a request or a message that is sent again and again. ${SAFE}`,
  };
}

export function scriptFlood(): RunError {
  return {
    code: "script-flood",
    message: `${SCRIPT_FILE} sent thousands of messages within a second, so it was stopped. Look for a request that is sent again and again. Your code is safe; Run works again.`,
    file: SCRIPT_FILE,
  };
}

/** esbuild fell over the code, or did not come to an end. */
export function compilerStuck(): RunError {
  return {
    code: "compiler-stuck",
    message: `The compiler could not get through this code, so it was started anew. Look for something that is nested thousands of levels deep. ${SAFE}`,
  };
}

/** Names the function that was called last and has not come back with a value. */
export function functionStuck(hops: readonly Hop[], place: string | null): RunError {
  const path = runningFunction(hops);
  const name = path === null ? "A function in convex/" : `The function ${path}`;
  const file = path === null ? {} : { file: `convex/${path.split(":")[0]}.ts` };
  return {
    code: "function-timeout",
    message: `${name} ran for more than one second, so it was stopped (Function execution timed out (maximum duration: 1s)). ${lookAt(place)} ${SAFE}`,
    ...file,
    ...fileAndLine(place),
  };
}

/** Of the function that was called last and has not come back with a value. */
function runningFunction(hops: readonly Hop[]): string | null {
  const running = new Map<string, string>();
  for (const { content } of hops) {
    if (content.type === "call") running.set(content.execution, content.functionPath);
    if (content.type === "return" && content.outcome === "success") running.delete(content.execution);
  }
  return [...running.values()].at(-1) ?? null;
}

/** Nothing in the sandbox answers any more. Browsers do not tell a page why. */
export function sandboxGone(place: string | null): RunError {
  const where = place === null ? "" : ` It was in the loop at ${place} at last.`;
  return {
    code: "sandbox-gone",
    message: `The browser ended the process that your code ran in. That happens when it needs too much memory.${where} ${SAFE}`,
    ...fileAndLine(place),
  };
}

/** Why the functions were not taken. One that did not come to an end was stopped by us, so more is said of it. */
export function pushRefused({ code, message, file, line }: PushError): RunError {
  return {
    code: `push-${code}`,
    message: code === "timeout" ? `${message}. It was stopped. ${SAFE}` : message,
    ...(file === null ? {} : { file }),
    ...(line === undefined ? {} : { line }),
  };
}

/** `title` is the check that was under way, if one was: it is the exercise's, not the learner's. */
export function checksStuck(title: string | null): RunError {
  const where = title === null ? "" : ` The check “${title}” does not end, which is no fault of your code.`;
  return {
    code: "checks-stuck",
    message: `The checks did not answer any more, so they were stopped.${where} ${SAFE}`,
  };
}

/** Where a script's two halves are. */
export const SCRIPT_FILE = "handoff.ts";

export function scriptStuck(role: ScriptRole, place: string | null): RunError {
  return {
    code: "script-stuck",
    message: `The ${role} half of ${SCRIPT_FILE} kept its worker busy and did not answer any more, so it was stopped. ${lookAt(place)} Your code is safe; Run works again.`,
    file: SCRIPT_FILE,
    ...fileAndLine(place),
  };
}

function lookAt(place: string | null, where = ""): string {
  return place === null
    ? `Look for a loop${where} that never ends.`
    : `It was in the loop at ${place}, which never ends.`;
}

/** Of `app/page.tsx:9`; the realm that says so runs learner code, so it is only shown. */
function fileAndLine(place: string | null): Pick<RunError, "file" | "line"> {
  const parts = /^(.+):(\d{1,6})$/.exec(place ?? "");
  return parts?.[1] === undefined ? {} : { file: parts[1], line: Number(parts[2]) };
}
