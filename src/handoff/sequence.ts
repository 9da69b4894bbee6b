/** Hops → the rows of the sequence diagram, in order of time, each with a title and one plain sentence. */
import type { Hop, Participant, TokenVerification } from "../wire/handoff.ts";
import { describeCall, describeReturn, describeSyscall } from "./describe-execution.ts";
import { describeClosed, describeFrame, describeOpened } from "./describe-frame.ts";
import { describeRequest, describeResponse } from "./describe-exchange.ts";
import { createMemory, type Description, type Memory, type Tone } from "./description.ts";

export type SequenceRow = {
  /** Unique among the rows. */
  readonly id: string;
  /** The hop that the row shows, or from which it was concluded. */
  readonly hopId: string;
  readonly from: Participant;
  readonly to: Participant;
  readonly title: string;
  readonly explanation: string;
  readonly tone: Tone;
  /** Milliseconds since the first hop. */
  readonly atMs: number;
  /** Concluded from two hops, not recorded itself: drawn dashed. */
  readonly derived: boolean;
  /** Background traffic that a reader may fold away. */
  readonly minor: boolean;
  /** What is known of the token on this row; null when it carries none. */
  readonly token: TokenVerification["status"] | null;
};

const HANDED_OVER =
  "Inside the page, ConvexProviderWithClerk asks Clerk for the token and gives it to the Convex client. Nothing crosses the network here.";

export function sequenceRows(hops: readonly Hop[]): SequenceRow[] {
  const ordered = hops.toSorted((a, b) => a.at - b.at);
  const startedAt = ordered[0]?.at ?? 0;
  const memory = createMemory();
  const ids = new Map<string, number>();
  return ordered.flatMap((hop) => {
    const atMs = hop.at - startedAt;
    const id = uniqueId(ids, hop.id);
    const { from, to } = hop;
    const row: SequenceRow = {
      ...describe(hop, memory),
      id,
      hopId: hop.id,
      from,
      to,
      atMs,
      derived: false,
      token: tokenStatus(hop),
    };
    return isHandedOver(hop, memory) ? [handedOver(row), row] : [row];
  });
}

/** Two connections may number their hops alike; the rows of a list still need ids of their own. */
function uniqueId(ids: Map<string, number>, id: string): string {
  const count = ids.get(id) ?? 0;
  ids.set(id, count + 1);
  return count === 0 ? id : `${id}~${count}`;
}

function describe(hop: Hop, memory: Memory): Description {
  const { content } = hop;
  switch (content.type) {
    case "request":
      return describeRequest(hop, content, memory);
    case "response":
      return describeResponse(hop, content, memory);
    case "socket-opened":
      return describeOpened();
    case "socket-closed":
      return describeClosed(content);
    case "frame":
      return describeFrame(hop, content, memory);
    case "call":
      return describeCall(content);
    case "syscall":
      return describeSyscall(content);
    case "return":
      return describeReturn(content);
    default:
      return content satisfies never;
  }
}

function tokenStatus({ tokens }: Hop): SequenceRow["token"] {
  const found = new Set(tokens.map(({ verification }) => verification.status));
  if (found.has("refused")) return "refused";
  if (found.has("accepted")) return "accepted";
  return found.has("unverified") ? "unverified" : null;
}

/** True once for each token that Clerk gave to the app and the client now presents. */
function isHandedOver(hop: Hop, memory: Memory): boolean {
  if (hop.from === "clerk" && hop.to === "app") {
    for (const { jwt } of hop.tokens) memory.issued.add(jwt);
    return false;
  }
  if (hop.from !== "client") return false;
  return hop.tokens.some(({ jwt }) => memory.issued.delete(jwt));
}

function handedOver(row: SequenceRow): SequenceRow {
  return {
    ...row,
    id: `${row.id}+handed-over`,
    from: "app",
    to: "client",
    title: "token handed over in the page",
    explanation: HANDED_OVER,
    tone: "token",
    derived: true,
    minor: false,
    token: "unverified",
  };
}
