/**
 * The site's end of the embed: takes the hello of the page that frames us, then speaks over its port. Made before
 * anything is opened, so that no hello is missed; calls wait until there is an exercise.
 */
import { parseCall, isHello, type EmbedEvents, type HostCall, type SiteMessage } from "../../wire/embed.ts";
import type { CallError } from "../../wire/embed.ts";
import type { Options } from "../../wire/options.ts";
import type { RunError } from "../../wire/verdict.ts";
import { failure, success, type Result } from "../../base/result.ts";
import { applySettings } from "./settings.ts";

export type Call = Exclude<HostCall, { type: "set" }>;
export type Outcome = Result<unknown, CallError>;

/** What an opened exercise does for a host. */
export type HostServant = {
  answer(call: Call): Promise<Outcome>;
  follow(options: Options): void;
};

export type HostLink = {
  /** Told to the host, if there is one. `ready` and the last `resize` are told again to a host that comes later. */
  tell<Type extends keyof EmbedEvents>(type: Type, payload: EmbedEvents[Type]): void;
  /** From now on calls are answered, first those that waited. */
  serve(servant: HostServant): void;
  /** There will be no exercise: every call is refused. */
  refuse(error: RunError): void;
};

/** The part of a window that is needed here. */
export type FramedWindow = {
  readonly parent: unknown;
  addEventListener(type: "message", listener: (event: MessageEvent<unknown>) => void): void;
};

type Address = { readonly search: string; replace(search: string): void };

/** Calls that wait; a host that sends more before the exercise is open is refused. */
const MOST_WAITING = 100;

export function listenForHost(frame: FramedWindow, address: Address): HostLink {
  let port: MessagePort | null = null;
  let hostOrigin: string | null = null;
  let servant: HostServant | null = null;
  let refusal: RunError | null = null;
  let parameters = new URLSearchParams(address.search);
  /** The frame is being opened anew: what is still asked is for the exercise to come, and asked again by then. */
  let isLeaving = false;
  const waiting: { id: number; call: Call; from: MessagePort }[] = [];
  /** Under way; ended with a word if the frame is opened anew. */
  const underWay = new Map<number, MessagePort>();
  const lasting: Partial<EmbedEvents> = {};

  function sendEvent<Type extends keyof EmbedEvents>(type: Type, payload: EmbedEvents[Type]): void {
    port?.postMessage({ source: "handoff", v: 1, type, payload });
  }

  function reply(to: MessagePort, id: number, payload: Outcome): void {
    to.postMessage({ source: "handoff", v: 1, type: "reply", id, payload } satisfies SiteMessage);
  }

  function hear(from: MessagePort, message: unknown): void {
    const parsed = parseCall(message);
    if (parsed === null) return;
    const { id, call } = parsed;
    if (call === null) {
      reply(from, id, failure({ code: "not-understood", message: `Not understood: ${parsed.reason}` }));
    } else if (call.type === "set") {
      reply(from, id, set(call.payload));
    } else if (isLeaving) {
      return;
    } else if (refusal !== null) {
      reply(from, id, failure({ code: "not-open", message: refusal.message }));
    } else if (servant !== null) {
      void obey(servant, from, id, call);
    } else if (waiting.length >= MOST_WAITING) {
      const sentence = `More than ${MOST_WAITING} calls wait for the exercise to open.`;
      reply(from, id, failure({ code: "too-many-calls", message: sentence }));
    } else {
      waiting.push({ id, call, from });
    }
  }

  async function obey(by: HostServant, from: MessagePort, id: number, call: Call): Promise<void> {
    underWay.set(id, from);
    const outcome = await by.answer(call);
    if (underWay.delete(id)) reply(from, id, outcome);
  }

  function set(settings: Extract<HostCall, { type: "set" }>["payload"]): Outcome {
    const applied = applySettings(parameters, settings);
    if ("faults" in applied) {
      return failure({ code: "not-understood", message: applied.faults.join(" ") });
    }
    ({ parameters } = applied);
    if (applied.reopens) {
      for (const [id, from] of underWay) {
        reply(from, id, failure({ code: "reloaded", message: "Another exercise was opened meanwhile." }));
      }
      underWay.clear();
      isLeaving = true;
      address.replace(`?${parameters.toString()}`);
    } else {
      servant?.follow(applied.options);
    }
    return success(null);
  }

  function meet(event: MessageEvent<unknown>): void {
    const [offered, ...others] = event.ports;
    if (event.source !== frame.parent || offered === undefined || others.length > 0) return;
    if (!isHello(event.data) || (hostOrigin !== null && event.origin !== hostOrigin)) return;
    hostOrigin = event.origin;
    port?.close();
    underWay.clear();
    port = offered;
    port.onmessage = ({ data }: MessageEvent<unknown>) => hear(offered, data);
    for (const type of ["resize", "ready", "error"] as const) {
      if (lasting[type] !== undefined) sendEvent(type, lasting[type]);
    }
  }

  // Framed by nobody, there is nobody to listen to.
  if (frame.parent !== frame) frame.addEventListener("message", meet);

  return {
    tell(type, payload) {
      if (type === "ready" || type === "resize") lasting[type] = payload;
      sendEvent(type, payload);
    },
    serve(opened) {
      servant = opened;
      for (const { id, call, from } of waiting.splice(0)) void obey(opened, from, id, call);
    },
    refuse(error) {
      refusal = error;
      lasting.error = error;
      sendEvent("error", error);
      for (const { id, from } of waiting.splice(0)) {
        reply(from, id, failure({ code: "not-open", message: error.message }));
      }
    },
  };
}
