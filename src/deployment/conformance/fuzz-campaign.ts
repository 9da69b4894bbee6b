/** An attack on a deployment with mutated frames on many sockets, and what has to hold after it. */
import { ConvexHttpClient } from "convex/browser";
import { anyApi as api } from "convex/server";
import { expect, vi } from "vitest";
import { attack, mutatedFrames } from "./fuzz.ts";
import { Stage, URL_OF_DEPLOYMENT, type SocketInMemory } from "./stage.ts";

const SYNC_URL = `${URL_OF_DEPLOYMENT.replace("https", "wss")}/api/1.48.0/sync`;
const ANSWERED = ["ActionResponse", "AuthError", "FatalError", "MutationResponse", "Transition"];

/** Rejects when a frame crashes something, hangs something, or is answered as the protocol does not allow. */
export async function attackWith(framesInAll: number, seed: number): Promise<void> {
  const stage = new Stage();
  expect(await stage.open()).toBeNull();
  const Socket = stage.webSocket as unknown as new (url: string) => SocketInMemory;
  const next = mutatedFrames(seed);
  const client = new ConvexHttpClient(URL_OF_DEPLOYMENT, { fetch: stage.fetch, logger: false });
  const problems: string[] = [];
  const answers = new Set<string>();
  let sent = 0;
  const open: SocketInMemory[] = [];
  for (let round = 0; sent < framesInAll; round++) {
    const frames = 1 + (round % 8);
    const socket = new Socket(SYNC_URL);
    open.push(socket);
    const report = (problem: string): void => void problems.push(`seed ${seed}, round ${round}: ${problem}`);
    await attack(socket, next, frames, (type) => answers.add(type), report);
    sent += frames;
    // Later ones are already at it while the earlier are still being answered.
    if (open.length > 40) open.shift()?.close();
    stage.hops.length = 0;
    stage.sockets.length = 0;
  }
  expect(problems).toEqual([]);
  // The attack got past the decoder: every kind of answer was drawn out of the session.
  await vi.waitFor(() => expect([...answers].toSorted()).toEqual(ANSWERED), { timeout: 10_000 });
  expect(stage.stuck).toBe(0);
  // The deployment is as alive as before, and nobody's row came out of it.
  expect(await client.query(api["tasks"]?.["of"] as never, { user: "grace" } as never)).toEqual([]);
}
