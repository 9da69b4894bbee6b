/** The text that a failed function sends to its client. */
import { fingerprint } from "../authentication/identity.ts";

/** 16 hexadecimal digits that name a request in error messages. */
export function requestId(requestName: string): Promise<string> {
  return fingerprint(requestName, 16);
}

/** `sessionId|requestId` names a request of a socket; anything random one over HTTP. */
export async function serverError(requestName: string, message: string): Promise<string> {
  const reason = message === "" ? "" : `\n${message}`;
  return `[Request ID: ${await requestId(requestName)}] Server Error${reason}`;
}
