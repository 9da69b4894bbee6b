/** Outcomes of functions as the sync protocol's messages. */
import { encodeTimestamp, type ServerMessage, type StateModification } from "../../wire/sync-protocol.ts";
import type { FunctionOutcome } from "../functions/execution.ts";
import { serverError } from "../functions/server-error.ts";
import type { Committed } from "./mutation-ledger.ts";

type Failed = Extract<FunctionOutcome, { ok: false }>;

export function mutationSucceeded(requestId: number, { resultJson, ts, logLines }: Committed): ServerMessage {
  return {
    type: "MutationResponse",
    requestId,
    success: true,
    result: JSON.parse(resultJson) as unknown,
    ts: encodeTimestamp(ts),
    logLines,
  };
}

export async function mutationFailed(
  requestId: number,
  requestName: string,
  outcome: Failed,
): Promise<ServerMessage> {
  const result = await serverError(requestName, outcome.message);
  const { logLines } = outcome;
  return {
    type: "MutationResponse",
    requestId,
    success: false,
    result,
    ts: null,
    logLines,
    ...errorData(outcome),
  };
}

export async function actionResponse(
  requestId: number,
  requestName: string,
  outcome: FunctionOutcome,
): Promise<ServerMessage> {
  const { logLines } = outcome;
  if (outcome.ok) {
    const result = JSON.parse(outcome.resultJson) as unknown;
    return { type: "ActionResponse", requestId, success: true, result, logLines };
  }
  const result = await serverError(requestName, outcome.message);
  return { type: "ActionResponse", requestId, success: false, result, logLines, ...errorData(outcome) };
}

export async function queryModification(
  queryId: number,
  requestName: string,
  journal: string | null,
  outcome: FunctionOutcome,
): Promise<StateModification> {
  const { logLines } = outcome;
  if (outcome.ok) {
    const value = JSON.parse(outcome.resultJson) as unknown;
    return { type: "QueryUpdated", queryId, value, logLines, journal };
  }
  const errorMessage = await serverError(requestName, outcome.message);
  return { type: "QueryFailed", queryId, errorMessage, logLines, journal, ...errorData(outcome) };
}

/** What makes two results the same to a client: value or error, and log lines. */
export function resultText(outcome: FunctionOutcome): string {
  const value = outcome.ok ? outcome.resultJson : `${outcome.message}\u0000${outcome.dataJson ?? ""}`;
  return `${outcome.ok}\u0000${value}\u0000${outcome.logLines.join("\u0000")}`;
}

/** The key is left out for ordinary errors: its presence makes the client throw a ConvexError. */
function errorData({ dataJson }: Failed): { readonly errorData?: unknown } {
  return dataJson === null ? {} : { errorData: JSON.parse(dataJson) as unknown };
}
