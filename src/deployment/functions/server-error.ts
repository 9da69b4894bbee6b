/** The text that a failed function sends to its client. */
import { fingerprint } from "../authentication/identity.ts";

/** `sessionId|requestId` names a request of a socket; anything random one over HTTP. */
export async function serverError(requestName: string, message: string): Promise<string> {
  return `[Request ID: ${await fingerprint(requestName, 16)}] Server Error\n${message}`;
}
