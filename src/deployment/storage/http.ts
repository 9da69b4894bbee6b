/** Files over HTTP: `POST /api/storage/upload?token=…` and `GET /api/storage/<name>`. */
import { encodeBase64 } from "../../base/base64.ts";
import { headerValue, type HttpRequest, type HttpResponse } from "../../wire/network.ts";
import type { FunctionCalls } from "../functions/calls.ts";
import { badRequest, jsonResponse, withCrossOrigin, type HttpProblem } from "../http/respond.ts";
import { isFileName, type Files, type StoredFile } from "./files.ts";
import { sha256Problem, withHash } from "./hashed-file.ts";

const MAX_AGE_S = 60 * 60 * 24 * 30;

type Seams = { readonly files: Files; readonly calls: FunctionCalls };

/** `null` when the path is none of these. */
export async function answerStorage(request: HttpRequest, seams: Seams): Promise<HttpResponse | null> {
  const { pathname, searchParams } = new URL(request.url);
  const [, segment] = /^\/api\/storage\/([^/]+)$/.exec(pathname) ?? [];
  if (segment === undefined) return null;
  if (segment === "upload" && request.method === "POST") {
    return upload(request, searchParams.get("token"), seams);
  }
  const isRead = request.method === "GET" || request.method === "HEAD";
  return isRead ? download(request, decodeURI(segment), seams.files) : null;
}

async function upload(
  request: HttpRequest,
  token: string | null,
  { files, calls }: Seams,
): Promise<HttpResponse> {
  if (token === null) {
    return refuse(
      request,
      badRequest("BadQueryParams", "Failed to deserialize query string: missing field `token`"),
    );
  }
  const problem = files.uploadProblem(token);
  if (problem !== null) return refuse(request, { status: 401, body: problem });
  const file = await fileFrom(request);
  const expected = /^sha-256=(.+)$/i.exec(headerValue(request.headers, "digest") ?? "")?.[1];
  const mismatch = expected === undefined ? null : sha256Problem(file, expected);
  if (mismatch !== null) return refuse(request, badRequest("Sha256Mismatch", mismatch));
  const stored = await calls.write((on) => files.store(on, file));
  return stored.ok
    ? jsonResponse(request, 200, { storageId: stored.value })
    : refuse(request, badRequest("BadFile", stored.error));
}

async function fileFrom({ headers, body }: HttpRequest): Promise<StoredFile> {
  const bytes = typeof body === "string" ? new TextEncoder().encode(body) : (body ?? new Uint8Array());
  return withHash(bytes, headerValue(headers, "content-type"));
}

function download(request: HttpRequest, name: string, files: Files): HttpResponse {
  if (!isFileName(name)) {
    const message =
      `Invalid storage path: "${name}". Please use \`storage.getUrl(storageId: Id<"_storage">)\` to generate a valid URL to ` +
      "retrieve files. See https://docs.convex.dev/file-storage/serve-files for more details";
    return refuse(request, badRequest("InvalidStoragePath", message));
  }
  const file = files.named(name);
  if (file === null) {
    return refuse(request, {
      status: 404,
      body: { code: "FileNotFound", message: `File ${name} not found` },
    });
  }
  const { bytes, contentType, sha256 } = file;
  const headers: [string, string][] = [
    ["cache-control", `private, max-age=${MAX_AGE_S}`],
    ["accept-ranges", "bytes"],
    ...(contentType === null ? [] : [["content-type", contentType] satisfies [string, string]]),
  ];
  const range = rangeOf(headerValue(request.headers, "range"), bytes.length);
  if (range === "unsatisfiable") return withCrossOrigin(request, { status: 416, headers: [], body: null });
  const [start, end] = range ?? [0, bytes.length];
  headers.push(
    range === null
      ? ["digest", `sha-256=${encodeBase64(sha256)}`]
      : ["content-range", `bytes ${start}-${end - 1}/${bytes.length}`],
    ["content-length", String(end - start)],
  );
  const body = request.method === "HEAD" ? null : bytes.slice(start, end);
  return withCrossOrigin(request, { status: range === null ? 200 : 206, headers, body });
}

/** The one range asked for, as start and end (exclusive); null for the whole file. Several at once are not served. */
function rangeOf(header: string | null, length: number): readonly [number, number] | "unsatisfiable" | null {
  if (header === null) return null;
  const [, first = "", last = ""] = /^bytes=(\d*)-(\d*)$/.exec(header.trim()) ?? [];
  if (first === "" && last === "") return "unsatisfiable";
  const start = first === "" ? Math.max(0, length - Number(last)) : Number(first);
  const end = first === "" || last === "" ? length : Math.min(length, Number(last) + 1);
  return start < end ? [start, end] : "unsatisfiable";
}

function refuse(request: HttpRequest, { status, body }: HttpProblem): HttpResponse {
  return jsonResponse(request, status, body);
}
