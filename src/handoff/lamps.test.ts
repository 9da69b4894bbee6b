import { describe, expect, it } from "vitest";
import { lampsOf } from "./lamps.ts";
import { HopScript, JWT, SIGNED_IN, SIGNED_OUT } from "./testing/hops.ts";

const authenticate = (baseVersion: number) => ({
  type: "Authenticate",
  tokenType: "User",
  baseVersion,
  value: JWT,
});

describe("Clerk's lamp", () => {
  it("is loading until Clerk has answered about the client", () => {
    expect(lampsOf([]).clerk).toBe("loading");
    expect(lampsOf(new HopScript().clerk("GET", "/v1/environment", {}).hops).clerk).toBe("loading");
  });

  it("follows the newest answer that carries the client", () => {
    const script = new HopScript().clerk("GET", "/v1/client", SIGNED_OUT);
    expect(lampsOf(script.hops).clerk).toBe("signed out");
    script.clerk("POST", "/v1/client/sign_ins/sia_1/attempt_first_factor", SIGNED_IN);
    expect(lampsOf(script.hops).clerk).toBe("signed in");
    script.clerk("DELETE", "/v1/client/sessions", SIGNED_OUT);
    expect(lampsOf(script.hops).clerk).toBe("signed out");
  });

  it("does not believe a session that has ended", () => {
    const answer = { response: { object: "client", sessions: [{ id: "sess_1", status: "ended" }] } };
    expect(lampsOf(new HopScript().clerk("GET", "/v1/client", answer).hops).clerk).toBe("signed out");
  });
});

describe("Convex's lamp", () => {
  it("is loading from the token until a transition confirms its identity version", () => {
    const script = new HopScript().open().send(authenticate(0));
    expect(lampsOf(script.hops).convex).toBe("loading");
    expect(lampsOf(script.transition(0).hops).convex).toBe("loading");
    expect(lampsOf(script.transition(1).hops).convex).toBe("authenticated");
  });

  it("reads the identity version of a transition that is too long to be kept whole", () => {
    const script = new HopScript().open().send(authenticate(0)).transition(1);
    const hops = script.hops.map((hop) =>
      hop.content.type === "frame" && hop.content.text.includes("endVersion")
        ? { ...hop, content: { ...hop.content, text: `${hop.content.text.slice(0, -2)}…` } }
        : hop,
    );
    expect(lampsOf(hops).convex).toBe("authenticated");
  });

  it("says not authenticated when answers come without a token", () => {
    expect(lampsOf(new HopScript().open().transition(0).hops).convex).toBe("not authenticated");
  });

  it("waits for nothing where Clerk knows nobody and no token is on its way", () => {
    const script = new HopScript().clerk("GET", "/v1/client", SIGNED_OUT);
    expect(lampsOf(script.hops).convex).toBe("not authenticated");
    expect(lampsOf(script.open().hops).convex).toBe("not authenticated");
    expect(lampsOf(script.send(authenticate(0)).hops).convex).toBe("loading");
    expect(lampsOf(script.transition(1).hops).convex).toBe("authenticated");
    // Signing out at Clerk alone takes no token back.
    expect(lampsOf(script.clerk("GET", "/v1/client", SIGNED_OUT).hops).convex).toBe("authenticated");
  });

  it("goes out on an AuthError and when the client takes its token back", () => {
    const script = new HopScript().open().send(authenticate(0));
    script.receive({ type: "AuthError", error: "Could not verify OIDC token claim.", baseVersion: 0 });
    expect(lampsOf(script.hops).convex).toBe("not authenticated");
    script
      .send(authenticate(0))
      .transition(1)
      .send({ type: "Authenticate", tokenType: "None", baseVersion: 1 });
    expect(lampsOf(script.hops).convex).toBe("not authenticated");
  });

  it("stays authenticated while a token is renewed", () => {
    const script = new HopScript().open().send(authenticate(0)).transition(1).send(authenticate(1));
    expect(lampsOf(script.hops).convex).toBe("authenticated");
  });

  it("starts again with every socket", () => {
    const script = new HopScript().open().send(authenticate(0)).transition(1).close();
    expect(lampsOf(script.hops).convex).toBe("loading");
    expect(lampsOf(script.open("s2").transition(0, [], "s2").hops).convex).toBe("not authenticated");
  });
});
