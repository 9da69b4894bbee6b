/** The deployment and the Clerk instance behind the learner's app, for the panes that show them. */
import * as v from "valibot";
import { failure, success, type Result } from "../base/result.ts";
import type { Pace } from "../base/steerable-clock.ts";
import type { Exercise } from "../exercise/exercise.ts";
import { networkPort } from "../network/network-port.ts";
import type { HttpResponse } from "../wire/network.ts";
import type { HopLog } from "./hop-log.ts";
import type { PreviewFrame } from "./preview-frame.ts";
import type { Backend, PaneAnswer, PaneCall } from "./runner.ts";
import type { Stage, StageParts } from "./stage.ts";

export type BackendParts = {
  readonly exercise: Exercise;
  readonly parts: Pick<StageParts, "issuer" | "deployment">;
  readonly open: () => Promise<Stage>;
  /** Calls are hops like the app's. */
  readonly log: HopLog;
  /** Null while there is none. */
  readonly setPace: (pace: Pace) => Promise<void>;
  readonly runningApp: () => Pick<PreviewFrame, "signIn" | "signOut"> | null;
};

/** The template that a client of Convex asks Clerk for, where the session token is not for Convex itself. */
const TEMPLATE = "convex";

export function createBackend({ exercise, parts, open, log, runningApp, setPace }: BackendParts): Backend {
  const host = `${exercise.backend.deploymentName}.convex.cloud`;

  async function tokenOf({ id }: Stage, person: string): Promise<string> {
    const { sessionTokenHasConvexClaims: hasClaims } = await parts.issuer.inspect(id);
    return parts.issuer.mint(id, person, hasClaims ? null : TEMPLATE);
  }

  async function send({ path, kind, args, person }: PaneCall): Promise<HttpResponse> {
    const stage = await open();
    const token = person === null ? null : await tokenOf(stage, person);
    const { port1, port2 } = new MessageChannel();
    try {
      await stage.connectClient(port2, log);
      return await networkPort(port1).request({
        method: "POST",
        url: `https://${host}/api/${kind}`,
        headers: [
          ["content-type", "application/json"],
          ...(token === null ? [] : [["authorization", `Bearer ${token}`] as [string, string]]),
        ],
        body: JSON.stringify({ path, args, format: "json" }),
      });
    } finally {
      port1.close();
    }
  }

  return {
    setPace,
    async inspect() {
      const { id } = await open();
      const [deployment, instance] = await Promise.all([
        parts.deployment.inspect(id),
        parts.issuer.inspect(id),
      ]);
      return { deployment, instance };
    },
    change: (change) => attempt(async () => parts.issuer.change((await open()).id, change)),
    signIn: ({ emailAddress, password }) =>
      attempt(async () => {
        const preview = runningApp();
        if (preview === null) return failure("The app is not running. Press Run first.");
        const { sessions } = await parts.issuer.inspect((await open()).id);
        if (sessions.some(({ status }) => status === "active")) await preview.signOut();
        await preview.signIn(emailAddress, password);
        return success(null);
      }),
    call: (call) => attempt(async () => readAnswer(await send(call))),
  };
}

async function attempt<T>(act: () => Promise<Result<T, string>>): Promise<Result<T, string>> {
  try {
    return await act();
  } catch (error) {
    return failure((error as Error).message);
  }
}

const AnswerSchema = v.union([
  v.object({ status: v.literal("success"), value: v.unknown() }),
  v.object({ status: v.literal("error"), errorMessage: v.string() }),
  // What is refused before a function runs, such as a token.
  v.object({ code: v.string(), message: v.string() }),
]);

function readAnswer({ body }: HttpResponse): PaneAnswer {
  const answer = v.parse(AnswerSchema, JSON.parse(typeof body === "string" ? body : ""));
  if (!("status" in answer)) return failure(`${answer.code}: ${answer.message}`);
  return answer.status === "success" ? success(answer.value) : failure(answer.errorMessage);
}
