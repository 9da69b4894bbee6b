/**
 * Convex's sync protocol: what the client package `convex` and the deployment say over the WebSocket, one JSON object
 * per text frame. Names are the wire's own (`convex/src/browser/sync/protocol.ts` in the npm package).
 */
import * as v from "valibot";
import { decodeBase64, encodeBase64 } from "../base/base64.ts";
import { parseBoundedJson, type JsonBounds } from "../base/bounded-json.ts";

/**
 * Of a frame of a client, and of the body of an HTTP call. Longer than the product's 16 MiB of arguments, so that the limit
 * can be told in its own words. More values would keep everybody else waiting for longer than a tenth of a second.
 */
export const CLIENT_JSON: JsonBounds = { mostLength: 18 * 1024 * 1024, mostValues: 50_000 };

const count = v.pipe(v.number(), v.integer(), v.minValue(0));

const ConnectSchema = v.object({
  type: v.literal("Connect"),
  sessionId: v.pipe(v.string(), v.maxLength(64)),
  connectionCount: count,
  lastCloseReason: v.nullish(v.string()),
  /** An encoded u64 ({@link decodeTimestamp}). */
  maxObservedTimestamp: v.nullish(v.string()),
  clientTs: v.nullish(v.number()),
});

const AuthenticateSchema = v.variant("tokenType", [
  v.object({
    type: v.literal("Authenticate"),
    tokenType: v.literal("User"),
    baseVersion: count,
    value: v.string(),
  }),
  v.object({
    type: v.literal("Authenticate"),
    tokenType: v.literal("Admin"),
    baseVersion: count,
    value: v.string(),
    impersonating: v.optional(v.unknown()),
  }),
  v.object({ type: v.literal("Authenticate"), tokenType: v.literal("None"), baseVersion: count }),
]);

const AddQuerySchema = v.object({
  type: v.literal("Add"),
  queryId: count,
  udfPath: v.string(),
  args: v.array(v.unknown()),
  journal: v.nullish(v.string()),
  componentPath: v.nullish(v.string()),
});
const RemoveQuerySchema = v.object({ type: v.literal("Remove"), queryId: count });

const ModifyQuerySetSchema = v.object({
  type: v.literal("ModifyQuerySet"),
  baseVersion: count,
  newVersion: count,
  modifications: v.array(v.variant("type", [AddQuerySchema, RemoveQuerySchema])),
});

const call = { requestId: count, udfPath: v.string(), args: v.array(v.unknown()) };
const MutationSchema = v.object({
  type: v.literal("Mutation"),
  ...call,
  componentPath: v.nullish(v.string()),
});
const ActionSchema = v.object({ type: v.literal("Action"), ...call, componentPath: v.nullish(v.string()) });
const EventSchema = v.object({ type: v.literal("Event"), eventType: v.string(), event: v.unknown() });

const ClientMessageSchema = v.variant("type", [
  ConnectSchema,
  AuthenticateSchema,
  ModifyQuerySetSchema,
  MutationSchema,
  ActionSchema,
  EventSchema,
]);

/** Sent from the client to the deployment. */
export type ClientMessage = v.InferOutput<typeof ClientMessageSchema>;
export type AuthenticateMessage = v.InferOutput<typeof AuthenticateSchema>;
export type ModifyQuerySetMessage = v.InferOutput<typeof ModifyQuerySetSchema>;
export type ConnectMessage = v.InferOutput<typeof ConnectSchema>;
export type FunctionCallMessage = v.InferOutput<typeof MutationSchema> | v.InferOutput<typeof ActionSchema>;
export type AddQuery = v.InferOutput<typeof AddQuerySchema>;

/** The message, or the reason why it is none: what follows `Received Invalid JSON on websocket: `. */
export function parseClientMessage(
  text: string,
): ClientMessage | { readonly type: "Invalid"; reason: string } {
  const json = parseBoundedJson(text, CLIENT_JSON);
  if (!json.ok) return { type: "Invalid", reason: json.error };
  const result = v.safeParse(ClientMessageSchema, json.value);
  if (result.success) return result.output;
  const issue = result.issues[0];
  return { type: "Invalid", reason: `${v.getDotPath(issue) ?? "message"}: ${issue.message}` };
}

/** How far a client has been brought: it starts at 0/0/0 on every socket. */
export type StateVersion = {
  readonly querySet: number;
  readonly identity: number;
  /** An encoded u64: nanoseconds since the epoch. */
  readonly ts: string;
};

export type StateModification =
  | {
      readonly type: "QueryUpdated";
      readonly queryId: number;
      /** Convex JSON. */
      readonly value: unknown;
      readonly logLines: readonly string[];
      readonly journal: string | null;
    }
  | {
      readonly type: "QueryFailed";
      readonly queryId: number;
      readonly errorMessage: string;
      /** Present for a ConvexError only; its presence makes the client throw one. */
      readonly errorData?: unknown;
      readonly logLines: readonly string[];
      readonly journal: string | null;
    }
  | { readonly type: "QueryRemoved"; readonly queryId: number };

/** Sent from the deployment to the client. */
export type ServerMessage =
  | {
      readonly type: "Transition";
      readonly startVersion: StateVersion;
      readonly endVersion: StateVersion;
      readonly modifications: readonly StateModification[];
      /** Milliseconds by which the client's clock is ahead of the deployment's. */
      readonly clientClockSkew: number | null;
      /** Nanoseconds since the epoch. */
      readonly serverTs: number | null;
    }
  | {
      readonly type: "MutationResponse";
      readonly requestId: number;
      readonly success: true;
      readonly result: unknown;
      readonly ts: string;
      readonly logLines: readonly string[];
    }
  | {
      readonly type: "MutationResponse";
      readonly requestId: number;
      readonly success: false;
      readonly result: string;
      readonly ts: null;
      readonly logLines: readonly string[];
      readonly errorData?: unknown;
    }
  | {
      readonly type: "ActionResponse";
      readonly requestId: number;
      readonly success: boolean;
      readonly result: unknown;
      readonly logLines: readonly string[];
      readonly errorData?: unknown;
    }
  | {
      readonly type: "AuthError";
      readonly error: string;
      readonly baseVersion: number | null;
      readonly authUpdateAttempted: boolean;
    }
  | { readonly type: "FatalError"; readonly error: string }
  | {
      readonly type: "TransitionChunk";
      readonly chunk: string;
      readonly partNumber: number;
      readonly totalParts: number;
      readonly transitionId: string;
    }
  | { readonly type: "Ping" };

/** A u64 as the wire has it: base64 of 8 bytes, little endian. */
export function encodeTimestamp(value: bigint): string {
  const bytes = new Uint8Array(8);
  new DataView(bytes.buffer).setBigUint64(0, value, true);
  return encodeBase64(bytes);
}

/** The inverse of {@link encodeTimestamp}; `null` when the text is not one. */
export function decodeTimestamp(text: string): bigint | null {
  const bytes = decodeBase64(text);
  if (bytes === null || bytes.length !== 8) return null;
  return new DataView(bytes.buffer, bytes.byteOffset, 8).getBigUint64(0, true);
}
