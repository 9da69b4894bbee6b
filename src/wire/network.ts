/**
 * The sandbox's network: what a learner realm and a stand-in (issuer or deployment) say to each other over one
 * MessagePort. The learner realm sends `NetworkCall`, the stand-in answers `NetworkEvent`. Both sides parse.
 */
import * as v from "valibot";

/** A request number or socket number, chosen by the caller, unique on its port. */
const number = v.pipe(v.number(), v.integer(), v.minValue(0));
/** What a caller may send; the stand-ins' answers are as long as they have to be. Nobody means to send more. */
export const MOST_HEADERS = 200;
export const LONGEST_URL = 65_536;
const LONGEST_METHOD = 64;
/** A WebSocket's own limit is 123 bytes. */
const LONGEST_REASON = 1000;

const headers = v.array(v.tuple([v.string(), v.string()]));
/** Counted before any is read. */
const fewHeaders = v.pipe(
  v.custom<readonly unknown[]>((value) => Array.isArray(value) && value.length <= MOST_HEADERS),
  headers,
);
const url = v.pipe(v.string(), v.maxLength(LONGEST_URL));
const body = v.nullable(v.union([v.string(), v.instance(Uint8Array)]));

/**
 * An object of these fields and of no others: the schema is walked by name, in realms of learner code, too, where
 * `Object.prototype` may have any names.
 */
function message<const Fields extends v.ObjectEntries>(fields: Fields): v.ObjectSchema<Fields, undefined> {
  return v.object(Object.setPrototypeOf(fields, null) as Fields);
}

const NetworkCallSchema = v.variant("type", [
  message({
    type: v.literal("request"),
    exchange: number,
    method: v.pipe(v.string(), v.maxLength(LONGEST_METHOD)),
    url,
    headers: fewHeaders,
    body,
  }),
  message({ type: v.literal("open"), socket: number, url }),
  message({ type: v.literal("send"), socket: number, text: v.string() }),
  message({
    type: v.literal("close"),
    socket: number,
    code: v.nullable(number),
    reason: v.pipe(v.string(), v.maxLength(LONGEST_REASON)),
  }),
]);

const NetworkEventSchema = v.variant("type", [
  message({ type: v.literal("response"), exchange: number, status: number, headers, body }),
  message({ type: v.literal("failed"), exchange: number, message: v.string() }),
  message({ type: v.literal("opened"), socket: number }),
  message({ type: v.literal("message"), socket: number, text: v.string() }),
  message({ type: v.literal("closed"), socket: number, code: number, reason: v.string() }),
]);

/** Sent from a learner realm to a stand-in. A null close code means "none given". */
export type NetworkCall = v.InferOutput<typeof NetworkCallSchema>;
/** Sent from a stand-in to a learner realm. */
export type NetworkEvent = v.InferOutput<typeof NetworkEventSchema>;

/** `null` when the message is not one of this protocol: the receiver ignores it. */
export function parseNetworkCall(message: unknown): NetworkCall | null {
  const result = v.safeParse(NetworkCallSchema, message);
  return result.success ? result.output : null;
}

/** `null` when the message is not one of this protocol: the receiver ignores it. */
export function parseNetworkEvent(message: unknown): NetworkEvent | null {
  const result = v.safeParse(NetworkEventSchema, message);
  return result.success ? result.output : null;
}

/** An HTTP request as a stand-in sees it. */
export type HttpRequest = {
  readonly method: string;
  readonly url: string;
  readonly headers: readonly (readonly [string, string])[];
  readonly body: string | Uint8Array | null;
};

/** An HTTP response as a stand-in gives it. */
export type HttpResponse = {
  readonly status: number;
  readonly headers: readonly (readonly [string, string])[];
  readonly body: string | Uint8Array | null;
};

/** The first value of a header, whatever its case. */
export function headerValue(headersOf: HttpRequest["headers"], name: string): string | null {
  const wanted = name.toLowerCase();
  return headersOf.find(([key]) => key.toLowerCase() === wanted)?.[1] ?? null;
}
