/** Frames as they go over a socket, one after another, without a client's help. */
import { describe, expect, test } from "vitest";
import { encodeTimestamp } from "../../wire/sync-protocol.ts";
import { ISSUER, token } from "./issuer.ts";
import { MODULES, NOW_MS, Stage, URL_OF_DEPLOYMENT, type SocketInMemory } from "./stage.ts";

type Frame = { readonly type: string } & Record<string, unknown>;

const LONG = `const { queryGeneric: query } = require("convex/server");
  exports.text = query({ handler: async () => "x".repeat(6_000_000) });`;

class Peer {
  readonly frames: Frame[] = [];
  readonly closed: Promise<{ readonly code: number; readonly reason: string }>;
  readonly #socket: SocketInMemory;

  /** `version` is that of an npm package; other clients have none in their URL. */
  constructor(stage: Stage, version: string | null = "1.48.0") {
    const Socket = stage.webSocket as unknown as new (url: string) => SocketInMemory;
    const path = version === null ? "sync" : `${version}/sync`;
    this.#socket = new Socket(`${URL_OF_DEPLOYMENT.replace("https", "wss")}/api/${path}`);
    this.#socket.onmessage = ({ data }) => this.frames.push(JSON.parse(data) as Frame);
    this.closed = new Promise((resolve) => {
      this.#socket.onclose = resolve;
    });
  }

  send(message: object): void {
    this.#socket.send(JSON.stringify(message));
  }

  connect(sessionId: string = crypto.randomUUID()): void {
    this.send({
      type: "Connect",
      sessionId,
      connectionCount: 0,
      lastCloseReason: "InitialConnect",
      clientTs: 0,
    });
  }

  authenticate(value: string, baseVersion = 0, tokenType = "User"): void {
    this.send({ type: "Authenticate", tokenType, value, baseVersion });
  }

  /** Once there is one for which `is` holds. */
  async frame(is: (frame: Frame) => boolean): Promise<Frame> {
    for (let waits = 0; waits < 5000; waits++) {
      const found = this.frames.find(is);
      if (found !== undefined) return found;
      await new Promise((resolve) => setTimeout(resolve, 2));
    }
    throw new Error(`No such frame among ${JSON.stringify(this.frames).slice(0, 500)}`);
  }
}

async function opened(modules: Readonly<Record<string, string>> = {}): Promise<Stage> {
  const stage = new Stage({ CLERK_JWT_ISSUER_DOMAIN: ISSUER });
  expect(await stage.open({ ...MODULES, ...modules })).toBeNull();
  return stage;
}

const add = (queryId: number, udfPath: string, args: object = {}): object => ({
  type: "Add",
  queryId,
  udfPath,
  args: [args],
});
const modify = (baseVersion: number, newVersion: number, ...modifications: object[]): object => ({
  type: "ModifyQuerySet",
  baseVersion,
  newVersion,
  modifications,
});

describe("a socket ends", () => {
  test.each([
    [
      "the wrong base version of a query set",
      modify(3, 4),
      1005,
      "Base version 3 passed up doesn't match the current version 0",
    ],
    ["a query set that goes back", modify(0, 0), 1011, null],
    [
      "a frame that is none of the protocol",
      { type: "Nonsense" },
      1005,
      /^Received Invalid JSON on websocket: /,
    ],
    [
      "a function called without arguments",
      { type: "Mutation", requestId: 0, udfPath: "tasks:add" },
      1005,
      /^Received Invalid JSON/,
    ],
  ])("after %s", async (_, message, code, error) => {
    const peer = new Peer(await opened());
    peer.connect();
    peer.send(message);
    expect((await peer.closed).code).toBe(code);
    const said =
      error === null ? [] : [{ type: "FatalError", error: expect.stringMatching(error) as string }];
    expect(peer.frames.filter(({ type }) => type !== "Transition")).toEqual(said);
  });

  test.each([
    [
      "User",
      "no token",
      "Could not parse JWT payload. Check that the token is a valid JWT format with three base64-encoded parts separated by dots.",
    ],
    ["Admin", "wrong key", "The provided admin key was invalid for this instance"],
  ])(
    "after %s credentials that are refused, with the version that was reached",
    async (tokenType, value, error) => {
      const peer = new Peer(await opened());
      peer.connect();
      peer.authenticate(await token("ada", NOW_MS));
      await peer.frame(({ type }) => type === "Transition");
      peer.authenticate(value, 1, tokenType);
      expect(await peer.closed).toEqual({ code: 1005, reason: "" });
      expect(peer.frames.at(-1)).toEqual({
        type: "AuthError",
        error,
        baseVersion: 1,
        authUpdateAttempted: true,
      });
    },
  );

  test("as an internal error does when the issuer has no scheme: no URL can be asked for its keys", async () => {
    const peer = new Peer(await opened());
    peer.connect();
    peer.authenticate(await token("ada", NOW_MS, { claims: { iss: ISSUER.replace("https://", "") } }));
    expect(await peer.closed).toEqual({ code: 1011, reason: "InternalServerError" });
    expect(peer.frames).toEqual([]);
  });
});

describe("a session", () => {
  test("of a client in another language may say null for what it leaves out, and ask for module.js", async () => {
    const peer = new Peer(await opened(), null);
    const nothing = { lastCloseReason: null, maxObservedTimestamp: null, clientTs: null };
    peer.send({ type: "Connect", sessionId: crypto.randomUUID(), connectionCount: 0, ...nothing });
    peer.send(modify(0, 1, { ...add(0, "tasks.js:whoami"), componentPath: null, journal: null }));
    expect(await peer.frame(({ type }) => type === "Transition")).toMatchObject({
      modifications: [{ type: "QueryUpdated", queryId: 0, value: null }],
      clientClockSkew: null,
    });
  });

  test("may skip versions of its query set, is told of each change once, and of a removal", async () => {
    const peer = new Peer(await opened());
    peer.connect();
    peer.send(modify(0, 5, add(1, "tasks:whoami"), add(2, "tasks:nothing")));
    const first = await peer.frame(({ type }) => type === "Transition");
    expect(first).toMatchObject({
      startVersion: { querySet: 0, identity: 0, ts: encodeTimestamp(0n) },
      endVersion: { querySet: 5, identity: 0 },
      modifications: [
        { type: "QueryUpdated", queryId: 1, value: null, logLines: [], journal: null },
        {
          type: "QueryFailed",
          queryId: 2,
          errorMessage: expect.stringContaining("'tasks:nothing'") as string,
        },
      ],
    });
    expect(first["modifications"]).not.toContainEqual(expect.objectContaining({ errorData: undefined }));
    peer.send(modify(5, 6, { type: "Remove", queryId: 2 }));
    const second = await peer.frame(({ endVersion }) => (endVersion as { querySet: number })?.querySet === 6);
    expect(second).toMatchObject({
      startVersion: first["endVersion"],
      modifications: [{ type: "QueryRemoved", queryId: 2 }],
    });
  });

  test("gets the answer to a mutation that it sends again, on another socket, and one row", async () => {
    const stage = await opened();
    const session = crypto.randomUUID();
    const mutation = {
      type: "Mutation",
      requestId: 7,
      udfPath: "tasks:addFor",
      args: [{ user: "ada", text: "x" }],
    };
    const responses: Frame[] = [];
    for (let socket = 0; socket < 2; socket++) {
      const peer = new Peer(stage);
      peer.connect(session);
      peer.send(mutation);
      const response = await peer.frame(({ type }) => type === "MutationResponse");
      const transition = await peer.frame(({ type }) => type === "Transition");
      expect(peer.frames.indexOf(response)).toBeLessThan(peer.frames.indexOf(transition));
      responses.push(response);
    }
    expect(responses[0]).toMatchObject({ requestId: 7, success: true });
    expect(responses[1]).toEqual(responses[0]);
    expect(stage.deployment.rows()["tasks"]).toHaveLength(1);
  });

  test.each([
    ["1.48.0", "TransitionChunk"],
    ["1.28.0", "TransitionChunk"],
    ["1.27.9", "Transition"],
    [null, "Transition"],
  ])(
    "of client %s gets a long result as %s",
    async (version, wanted) => {
      const peer = new Peer(await opened({ long: LONG }), version);
      peer.connect();
      peer.send(modify(0, 1, add(1, "long:text")));
      expect((await peer.frame(() => true)).type).toBe(wanted);
    },
    20_000,
  );
});
