/** The heaps of a page's workers, which Playwright has no way to. */
import type { CDPSession } from "playwright-core";

type Answer = { readonly id?: number; readonly result?: Readonly<Record<string, unknown>> };

const ANSWER_MS = 5000;

/** Bytes of JavaScript that the workers of these names hold together, after collecting what nobody does. */
export async function workerHeapBytes(session: CDPSession, names: readonly string[]): Promise<number> {
  const attached: string[] = [];
  const waiting = new Map<number, (answer: Answer) => void>();
  let last = 0;
  session.on("Target.attachedToTarget", ({ sessionId, targetInfo }) => {
    if (targetInfo.type === "worker" && names.includes(targetInfo.title)) attached.push(sessionId);
  });
  session.on("Target.receivedMessageFromTarget", ({ message }) => {
    const answer = JSON.parse(message) as Answer;
    if (answer.id !== undefined) waiting.get(answer.id)?.(answer);
  });

  function ask(sessionId: string, method: string): Promise<Answer> {
    const id = ++last;
    return new Promise((resolve, reject) => {
      waiting.set(id, resolve);
      setTimeout(() => reject(new Error(`A worker did not answer ${method}.`)), ANSWER_MS);
      session
        .send("Target.sendMessageToTarget", {
          sessionId,
          message: JSON.stringify({ id, method, params: {} }),
        })
        .catch(reject);
    });
  }

  // Those that are there are told of before this is answered.
  await session.send("Target.setAutoAttach", {
    autoAttach: true,
    waitForDebuggerOnStart: false,
    flatten: false,
  });
  let bytes = 0;
  for (const sessionId of attached) {
    for (let round = 0; round < 2; round++) await ask(sessionId, "HeapProfiler.collectGarbage");
    bytes += Number((await ask(sessionId, "Runtime.getHeapUsage")).result?.["usedSize"]);
  }
  return bytes;
}
