/** Words for what crosses between a script's server half and whoever asks it. */
import type { Hop } from "../wire/handoff.ts";
import { describeAs, type Description } from "./description.ts";
import { parseJson } from "./json-text.ts";

export function describeAsked({ from, tokens }: Hop, title: string): Description {
  const who = from === "stranger" ? "Somebody who is not your client asks" : "Your client asks";
  return tokens.length === 0
    ? describeAs(title, `${who} without a token: the request proves nothing about its sender.`)
    : describeAs(
        title,
        `${who} and shows a token. Whether it proves anything, your server has to find out.`,
        {
          tone: "token",
        },
      );
}

export function describeAnswered(status: number, body: string | null): Description {
  const value = parseJson(body ?? "");
  const said = Array.isArray(value) ? ` · ${value.length} ${value.length === 1 ? "note" : "notes"}` : "";
  return describeAs(`${status}${said}`, "Your server answers: this is what the caller gets to see.");
}
