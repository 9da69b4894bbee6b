/**
 * Between the page and the bootstrap of a sandbox frame. The page hands over one MessagePort in its first message
 * to the frame; all else goes over that port. Ports for the realms inside travel with the commands.
 */
import * as v from "valibot";

/** Sent from the page to the bootstrap. Ports, if any, are transferred beside the message, in the named order. */
export type SandboxCommand =
  /** Run a classic script in the frame's document. Ports go to the global `handoffPorts` callback of the realm. */
  | { readonly type: "script"; readonly name: string; readonly code: string }
  /**
   * Start a classic worker; ports are handed to it with its first message. `secure`: it needs `crypto.subtle`, and the
   * frame's policy allows for the way there.
   */
  | { readonly type: "worker"; readonly name: string; readonly code: string; readonly secure: boolean }
  | { readonly type: "terminate"; readonly name: string }
  /** Asks for `alive`: the heartbeat. */
  | { readonly type: "ping"; readonly beat: number };

const SandboxReportSchema = v.variant("type", [
  v.object({ type: v.literal("ready") }),
  v.object({ type: v.literal("loaded"), name: v.string() }),
  v.object({ type: v.literal("failed"), name: v.string(), message: v.string() }),
  v.object({ type: v.literal("alive"), beat: v.number() }),
]);

/** Sent from the bootstrap to the page. */
export type SandboxReport = v.InferOutput<typeof SandboxReportSchema>;

export function parseSandboxReport(message: unknown): SandboxReport | null {
  const result = v.safeParse(SandboxReportSchema, message);
  return result.success ? result.output : null;
}
