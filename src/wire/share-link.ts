/**
 * Code in a link: `#code/1.<base64url of deflated JSON>`, after the hash so that no server is ever sent it. A link comes
 * from anyone: it is measured before and while it is inflated, and parsed before anything of it is used.
 */
import * as v from "valibot";
import { decodeBase64Url, encodeBase64Url } from "../base/base64.ts";
import { failure, success, type Result } from "../base/result.ts";
import type { SourceFiles } from "./compiler.ts";

const PREFIX = "#code/";
const FORMAT = "1";

/** Longest hash that is read, in characters: browsers and chat programs cut longer ones. */
const MAX_LINK_LENGTH = 65_536;
/** Largest inflated content, in bytes. */
const MAX_CONTENT_LENGTH = 524_288;

const ShareSchema = v.strictObject({
  exercise: v.pipe(v.string(), v.maxLength(100)),
  /** Of the exercise's starter, from which the files differ. */
  version: v.pipe(v.string(), v.maxLength(100)),
  files: v.pipe(
    v.array(v.strictTuple([v.pipe(v.string(), v.maxLength(200)), v.string()])),
    v.minLength(1),
    v.maxLength(50),
  ),
});

/** Only the files that differ from the starter. */
export type Share = { readonly exercise: string; readonly version: string; readonly files: SourceFiles };

export type ShareFault = {
  readonly code: "link-too-long" | "link-damaged" | "link-too-big" | "link-other-format";
  readonly message: string;
};

/** The hash, from `#` on; a failure when the code is too long for a link. */
export async function encodeShareLink({
  exercise,
  version,
  files,
}: Share): Promise<Result<string, ShareFault>> {
  const content = JSON.stringify({ exercise, version, files: Object.entries(files) });
  const stream = new Blob([content]).stream().pipeThrough(new CompressionStream("deflate-raw"));
  const bytes = new Uint8Array(await new Response(stream).arrayBuffer());
  const hash = `${PREFIX}${FORMAT}.${encodeBase64Url(bytes)}`;
  return hash.length > MAX_LINK_LENGTH || content.length > MAX_CONTENT_LENGTH / 4
    ? fault("link-too-long", "The code is too long for a link. Copy it file by file instead.")
    : success(hash);
}

/** `null` when the hash is something else. */
export async function decodeShareLink(hash: string): Promise<Result<Share, ShareFault> | null> {
  if (!hash.startsWith(PREFIX)) return null;
  if (hash.length > MAX_LINK_LENGTH) {
    return fault("link-too-long", "The link is too long to be one of ours, so its code was not opened.");
  }
  const [format, payload = "", ...rest] = hash.slice(PREFIX.length).split(".");
  if (format !== FORMAT) {
    return fault(
      "link-other-format",
      "The link was made by another version of this site, so its code was not opened.",
    );
  }
  const bytes = rest.length > 0 ? null : decodeBase64Url(payload);
  const content = bytes === null ? null : await inflate(bytes);
  if (content === "too-big") {
    return fault(
      "link-too-big",
      "The link holds more than an exercise can have, so its code was not opened.",
    );
  }
  return content === null ? damaged("while it was unpacked") : parseShare(content);
}

/** `place` is where the fault was met. */
function damaged(place: string): Result<never, ShareFault> {
  const message = `The link is damaged, so its code was not opened. Was all of it copied? (${place})`;
  return fault("link-damaged", message);
}

function fault(code: ShareFault["code"], message: string): Result<never, ShareFault> {
  return failure({ code, message });
}

function parseShare(content: Uint8Array): Result<Share, ShareFault> {
  let json: unknown;
  try {
    json = JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(content));
  } catch {
    return damaged("what is in it is no JSON");
  }
  const result = v.safeParse(ShareSchema, json);
  if (!result.success) return damaged(`at ${v.getDotPath(result.issues[0]) ?? "its top"}`);
  const { files, ...rest } = result.output;
  // Entries become own properties, whatever their names.
  return success({ ...rest, files: Object.fromEntries(files) });
}

/** Stops as soon as there is too much: a small link can hold a great deal of nothing. */
async function inflate(bytes: Uint8Array): Promise<Uint8Array | "too-big" | null> {
  const stream = new Blob([new Uint8Array(bytes)])
    .stream()
    .pipeThrough(new DecompressionStream("deflate-raw"));
  const reader = stream.getReader();
  const chunks: Uint8Array[] = [];
  let length = 0;
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) break;
      length += value.length;
      if (length > MAX_CONTENT_LENGTH) {
        reader.cancel().catch(() => undefined);
        return "too-big";
      }
      chunks.push(value);
    }
  } catch {
    return null;
  }
  const whole = new Uint8Array(length);
  let at = 0;
  for (const chunk of chunks) {
    whole.set(chunk, at);
    at += chunk.length;
  }
  return whole;
}
