import { describe, expect, it } from "vitest";
import { queryResults } from "./query-results.ts";
import { HopScript } from "./testing/hops.ts";

const subscribe = (queryId: number, udfPath: string) => ({
  type: "ModifyQuerySet",
  modifications: [{ type: "Add", queryId, udfPath, args: [{}] }],
});
const updated = (queryId: number, value: unknown) => ({ type: "QueryUpdated", queryId, value });

describe("the results a client holds", () => {
  it("are waiting until the first answer", () => {
    const script = new HopScript().open().send(subscribe(0, "tasks:list"));
    expect(queryResults(script.hops)).toEqual([
      { socket: "s1", functionPath: "tasks:list", value: null, state: "waiting" },
    ]);
  });

  it("are the values sent last", () => {
    const script = new HopScript().open().send(subscribe(0, "tasks:list"));
    script.transition(0, [updated(0, ["old"])]).transition(1, [updated(0, ["new"])]);
    expect(queryResults(script.hops)[0]).toMatchObject({ value: ["new"], state: "value" });
  });

  it("hold no value after a failure", () => {
    const script = new HopScript()
      .open()
      .send(subscribe(0, "tasks:list"))
      .transition(0, [updated(0, [1])]);
    script.transition(0, [{ type: "QueryFailed", queryId: 0, errorMessage: "Server Error" }]);
    expect(queryResults(script.hops)[0]).toMatchObject({ value: null, state: "failed" });
  });

  it("go with the subscription and with the socket", () => {
    const script = new HopScript().open().send(subscribe(0, "tasks:list")).send(subscribe(1, "tasks:count"));
    script.send({ type: "ModifyQuerySet", modifications: [{ type: "Remove", queryId: 0 }] });
    expect(queryResults(script.hops).map(({ functionPath }) => functionPath)).toEqual(["tasks:count"]);
    expect(queryResults(script.close().hops)).toEqual([]);
  });
});
