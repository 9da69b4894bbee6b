import { signal } from "@preact/signals";
import { describe, expect, it } from "vitest";
import type { SequenceRow } from "../../handoff/sequence.ts";
import type { Hop } from "../../wire/handoff.ts";
import { createHandoffView, ROWS_SHOWN, selectRows } from "./handoff-view.ts";
import { NOT_RUN } from "./run-state.ts";

const row = (id: string, minor = false): SequenceRow => ({
  id,
  hopId: id,
  from: "app",
  to: "clerk",
  title: id,
  explanation: "",
  tone: "neutral",
  atMs: 0,
  derived: false,
  minor,
  token: null,
});

const opened = (id: string): Hop => ({
  id,
  at: 0,
  from: "client",
  to: "deployment",
  content: { type: "socket-opened", socket: "s1", url: "wss://x" },
  tokens: [],
});

describe("the rows shown", () => {
  it("fold background traffic away and say how much of it", () => {
    const rows = [row("1"), row("2", true), row("3")];
    expect(selectRows(rows, false, null)).toMatchObject({ folded: 1, rows: [{ id: "1" }, { id: "3" }] });
    expect(selectRows(rows, true, null).rows).toHaveLength(3);
  });

  it("keep to the evidence of a check", () => {
    const evidence = { title: "A check", ids: new Set(["3"]) };
    expect(selectRows([row("1"), row("3")], false, evidence).rows.map(({ id }) => id)).toEqual(["3"]);
  });

  it("are bounded, the newest kept", () => {
    const rows = Array.from({ length: ROWS_SHOWN + 7 }, (_, index) => row(String(index)));
    const shown = selectRows(rows, false, null);
    expect(shown.omitted).toBe(7);
    expect(shown.rows.at(-1)?.id).toBe(String(ROWS_SHOWN + 6));
  });

  it("follow the chosen source", () => {
    const view = createHandoffView(
      signal({ ...NOT_RUN, hops: [opened("app")], checkHops: [opened("check")] }),
    );
    expect(view.shown.value.rows[0]?.hopId).toBe("app");
    view.source.value = "checks";
    expect(view.shown.value.rows[0]?.hopId).toBe("check");
  });
});
