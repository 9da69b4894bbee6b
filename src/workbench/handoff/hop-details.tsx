import { participantName } from "../../handoff/participants.ts";
import type { SequenceRow } from "../../handoff/sequence.ts";
import type { Hop, HopContent } from "../../wire/handoff.ts";
import { TokenInspector } from "./token-inspector.tsx";

/** What one hop carried: the plain sentence, the token, and the text as it crossed. */
export function HopDetails({ row, hop }: { readonly row: SequenceRow; readonly hop: Hop | null }) {
  const text = hop === null ? null : crossed(hop.content);
  return (
    <div class="hop-details">
      <p>
        <strong>
          {participantName(row.from)} → {participantName(row.to)}
        </strong>{" "}
        <span class="note">+{row.atMs.toFixed(1)} ms</span>
      </p>
      <p>{row.explanation}</p>
      {hop?.tokens.map((token) => (
        <TokenInspector key={token.jwt} token={token} />
      ))}
      {text !== null && (
        <details>
          <summary>{text.title}</summary>
          <pre>{text.body}</pre>
        </details>
      )}
    </div>
  );
}

function crossed(content: HopContent): { title: string; body: string } | null {
  switch (content.type) {
    case "request":
      return { title: `${content.method} ${content.url}`, body: readable(content.body ?? "") || "No body." };
    case "response":
      return {
        title: `Response, status ${content.status}`,
        body: readable(content.body ?? "") || "No body.",
      };
    case "frame":
      return { title: "The frame as it crossed", body: readable(content.text) };
    case "call":
      return { title: `Arguments of ${content.functionPath}`, body: readable(content.argsJson) };
    case "syscall":
      return { title: `Answer of ${content.op}`, body: readable(content.resultJson) };
    case "return":
      return {
        title: `Result of ${content.functionPath}: ${content.rowsRead} rows read, ${content.rowsWritten} written`,
        body: readable(content.result),
      };
    case "socket-opened":
      return { title: "Connection", body: content.url };
    case "socket-closed":
      return { title: "Close frame", body: `${content.code} ${content.reason}`.trim() };
    default:
      return content satisfies never;
  }
}

/** JSON indented; anything else as it is. */
function readable(text: string): string {
  try {
    return JSON.stringify(JSON.parse(text), null, 2);
  } catch {
    return text;
  }
}
