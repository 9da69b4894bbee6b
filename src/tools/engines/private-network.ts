/**
 * A network that nobody else is on: made by `private-network.sh`, in which the process then runs. Only there is WebRTC
 * live (it needs an interface and a route) and can lookups of names be seen.
 */
import { createSocket } from "node:dgram";
import type { Network } from "./traps.ts";

/** Set by the script. */
const ADDRESS = process.env["HANDOFF_PRIVATE_ADDRESS"];

export const hasPrivateNetwork = ADDRESS !== undefined;

/** Of a name server. */
const PORT = 53;
const HEADER_LENGTH = 12;

export type OpenedNetwork = Network & { close(): void };

/** What is there: everything in a private network, elsewhere the loopback interface. */
export async function openNetwork(): Promise<OpenedNetwork> {
  if (ADDRESS === undefined) return { interfaceAddress: null, askedNames: null, close: () => undefined };
  const askedNames = new Set<string>();
  const server = createSocket("udp4", (question, from) => {
    askedNames.add(nameIn(question).toLowerCase());
    server.send(refusal(question), from.port, from.address);
  });
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.bind(PORT, "127.0.0.1", resolve);
  });
  return { interfaceAddress: ADDRESS, askedNames, close: () => server.close() };
}

/** RFC 1035 §4.1.2: labels, each behind its length. */
function nameIn(question: Buffer): string {
  const labels: string[] = [];
  for (let at = HEADER_LENGTH; at < question.length;) {
    const length = question[at] ?? 0;
    if (length === 0) break;
    labels.push(question.toString("latin1", at + 1, at + 1 + length));
    at += length + 1;
  }
  return labels.join(".");
}

/** The question again, with the answer that there is no such name (§4.1.1: QR, RA, RCODE 3). */
function refusal(question: Buffer): Buffer {
  const answer = Buffer.from(question);
  answer.writeUInt16BE(0x8183, 2);
  return answer;
}
