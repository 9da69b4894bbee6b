/** What one hop carried, opened under its row. */
import { useLayoutEffect, useRef } from "preact/hooks";
import { parseJson } from "../../handoff/json-text.ts";
import { participantName, type Lifelines } from "../../handoff/participants.ts";
import type { SequenceRow } from "../../handoff/sequence.ts";
import type { Hop, HopContent } from "../../wire/handoff.ts";
import { TokenInspector } from "./token-inspector.tsx";

type HopDetailsProps = { readonly row: SequenceRow; readonly hop: Hop; readonly lifelines: Lifelines };

export function HopDetails({ row, hop, lifelines }: HopDetailsProps) {
  const section = useRef<HTMLElement>(null);
  // Details of the last row would open below the edge.
  useLayoutEffect(() => section.current?.scrollIntoView({ block: "nearest" }), []);
  return (
    <section ref={section} class="details" aria-label={`Details of ${row.title}`}>
      <p class="details-route">
        {participantName(lifelines, row.from)} → {participantName(lifelines, row.to)} · +{formatMs(row.atMs)}
      </p>
      <p>{row.explanation}</p>
      {row.token === "refused" && row.tone !== "refused" && <p>The token on it was refused.</p>}
      {hop.tokens.map((token, index) => (
        <TokenInspector key={index} token={token} />
      ))}
      {row.derived
        ? null
        : partsOf(hop.content).map(([title, text]) => (
            <div key={title}>
              <p class="details-title">{title}</p>
              <pre class="payload" tabIndex={0} aria-label={title}>
                {text}
              </pre>
            </div>
          ))}
    </section>
  );
}

function formatMs(ms: number): string {
  return ms < 1000 ? `${ms.toFixed(1)} ms` : `${(ms / 1000).toFixed(2)} s`;
}

/** Titles and texts of what the hop holds, JSON laid out for reading. */
function partsOf(content: HopContent): readonly (readonly [string, string])[] {
  switch (content.type) {
    case "request":
      return [["Request", `${content.method} ${content.url}`], ...bodyPart("Body", content.body)];
    case "response":
      return [["Status", String(content.status)], ...bodyPart("Body", content.body)];
    case "socket-opened":
      return [["Address", content.url]];
    case "socket-closed":
      return [["Close code", `${content.code}${content.reason === "" ? "" : ` ${content.reason}`}`]];
    case "frame":
      return [["Frame", layOut(content.text)]];
    case "call":
      return [["Arguments", layOut(content.argsJson)]];
    case "syscall":
      return [["Answer", layOut(content.resultJson)]];
    case "return":
      return [
        [content.outcome === "success" ? "Value" : "Error", layOut(content.result)],
        ["Rows", `${content.rowsRead} read, ${content.rowsWritten} written`],
      ];
    default:
      return content satisfies never;
  }
}

function bodyPart(title: string, body: string | null): readonly (readonly [string, string])[] {
  return body === null || body === "" ? [] : [[title, layOut(body)]];
}

function layOut(text: string): string {
  const value = parseJson(text);
  return value === undefined ? text : JSON.stringify(value, null, 2);
}
