/** Words for what happens around one execution of the learner's function. */
import type { HopContent } from "../wire/handoff.ts";
import { describeAs, textField, type Description } from "./description.ts";
import { parseJson, parseJsonObject, shorten, summarizeValue } from "./json-text.ts";

type Call = Extract<HopContent, { type: "call" }>;
type Syscall = Extract<HopContent, { type: "syscall" }>;
type Return = Extract<HopContent, { type: "return" }>;

export function describeCall({ functionPath, kind, caller }: Call): Description {
  return caller === null
    ? describeAs(
        `${kind} ${functionPath} · anonymous`,
        `The deployment runs your ${kind} ${functionPath} for a caller who has proved nothing.`,
      )
    : describeAs(
        `${kind} ${functionPath}`,
        `The deployment runs your ${kind} ${functionPath} as ${shorten(caller, 24)}.`,
      );
}

export function describeSyscall({ op, resultJson }: Syscall): Description {
  if (!op.endsWith("getUserIdentity"))
    return describeAs(op, "Your function asks the deployment for something.");
  const subject = textField(parseJsonObject(resultJson), "subject");
  return subject === null
    ? describeAs(
        "getUserIdentity() → null",
        "Your function asks who is calling. Nobody has proved anything: anonymous.",
      )
    : describeAs(
        `getUserIdentity() → ${shorten(subject, 12)}`,
        "Your function asks who is calling and gets the claims that the deployment has verified.",
        { tone: "ok" },
      );
}

export function describeReturn({
  functionPath,
  outcome,
  result,
  rowsRead,
  rowsWritten,
}: Return): Description {
  if (outcome === "failure") {
    return describeAs(`${functionPath} → error`, `Your function threw: ${shorten(result, 160)}`, {
      tone: "refused",
    });
  }
  const written = rowsWritten === 0 ? "" : ` and wrote ${rowsWritten}`;
  return describeAs(
    `${functionPath} → ${summarizeValue(parseJson(result))}`,
    `Your function returns. It read ${rowsRead} ${rowsRead === 1 ? "row" : "rows"}${written}.`,
  );
}
