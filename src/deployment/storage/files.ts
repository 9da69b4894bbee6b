/**
 * `ctx.storage`: what a file is like is a row of `_storage`, which comes and goes with transactions; its bytes are kept
 * beside, under the id and under a name that only its URL tells.
 */
import type { Clock } from "../../base/clock.ts";
import { encodeBase64 } from "../../base/base64.ts";
import { hexadecimal, type RandomBytes } from "../../base/random.ts";
import { failure, success, type Result } from "../../base/result.ts";
import { decodeDocumentId } from "../../wire/document-id.ts";
import type { Database } from "../database/database.ts";
import { fullProblem, MAX_STORED_BYTES } from "../database/limits.ts";
import type { Transaction } from "../database/transaction.ts";

const TABLE = "_storage";
const UPLOAD_VALID_MS = 60 * 60 * 1000;
const OTHER_TABLE = "Invalid storage ID. Storage ID cannot be an ID on any table other than '_storage'.";

export type StoredFile = {
  readonly bytes: Uint8Array;
  readonly contentType: string | null;
  readonly sha256: Uint8Array;
};
type Kept = StoredFile & { readonly id: string; readonly name: string };

export type FilesSeams = {
  readonly clock: Clock;
  readonly random: RandomBytes;
  readonly database: Database;
  /** `https://….convex.cloud`: what URLs begin with. */
  readonly origin: string;
};

export class Files {
  readonly #seams: FilesSeams;
  readonly #byId = new Map<string, Kept>();
  readonly #byName = new Map<string, Kept>();
  #bytes = 0;
  /** Upload tokens, oldest first, and when they end. */
  readonly #uploads = new Map<string, number>();

  constructor(seams: FilesSeams) {
    this.#seams = seams;
    seams.database.onCommit((changes) => {
      for (const { table, before, after } of changes) {
        if (table === TABLE && after === null && before !== null) this.#forget(before.id);
      }
    });
  }

  generateUploadUrl(): string {
    const { clock, random, origin } = this.#seams;
    for (const [token, endsAt] of this.#uploads) if (endsAt <= clock.now()) this.#uploads.delete(token);
    const token = hexadecimal(random(32));
    this.#uploads.set(token, clock.now() + UPLOAD_VALID_MS);
    return `${origin}/api/storage/upload?token=${token}`;
  }

  /** Why nothing may be uploaded with `token`, or null. */
  uploadProblem(token: string): { readonly code: string; readonly message: string } | null {
    const endsAt = this.#uploads.get(token);
    if (endsAt === undefined) {
      return { code: "StorageTokenInvalid", message: "Couldn't decode the StoreFileAuthorization token" };
    }
    return endsAt <= this.#seams.clock.now()
      ? { code: "StorageTokenExpired", message: "Store File Authorization expired" }
      : null;
  }

  /** The id of the new file, whose row is part of the transaction. */
  store(on: Transaction, file: StoredFile): Result<string, string> {
    if (this.#bytes + file.bytes.length > MAX_STORED_BYTES) return failure(fullProblem("files"));
    const inserted = on.insertSystem(TABLE, {
      ...(file.contentType === null ? {} : { contentType: file.contentType }),
      sha256: encodeBase64(file.sha256),
      size: file.bytes.length,
    });
    if (!inserted.ok) return inserted;
    const kept = { ...file, id: inserted.value, name: uuidFrom(this.#seams.random(16)) };
    this.#byId.set(kept.id, kept);
    this.#byName.set(kept.name, kept);
    this.#bytes += file.bytes.length;
    return inserted;
  }

  getUrl(on: Transaction, storageId: string): Result<string | null, string> {
    const found = this.#find(on, storageId, "storage.getUrl");
    if (!found.ok) return found;
    const { value: file } = found;
    return success(file === null ? null : `${this.#seams.origin}/api/storage/${file.name}`);
  }

  getMetadata(on: Transaction, storageId: string): Result<object | null, string> {
    const found = this.#find(on, storageId, "storage.getMetadata");
    if (!found.ok || found.value === null) return found;
    const { id, bytes, contentType, sha256 } = found.value;
    return success({ storageId: id, sha256: hexadecimal(sha256), size: bytes.length, contentType });
  }

  delete(on: Transaction, storageId: string): Result<null, string> {
    const found = this.#find(on, storageId, "storage.delete");
    if (!found.ok) return found;
    if (found.value === null) return failure(`storage id ${storageId} not found`);
    on.deleteSystem(TABLE, found.value.id);
    return success(null);
  }

  get(on: Transaction, storageId: string): Result<object | null, string> {
    const found = this.#find(on, storageId, "storage.getMetadata");
    if (!found.ok || found.value === null) return found;
    const { bytes, contentType } = found.value;
    return success({ blob: encodeBase64(bytes), contentType });
  }

  /** The file at `/api/storage/<name>`. */
  named(name: string): StoredFile | null {
    return this.#byName.get(name) ?? null;
  }

  /** Reads its row, so that whoever asks hears when the file is deleted. */
  #find(on: Transaction, storageId: string, method: string): Result<Kept | null, string> {
    const decoded = decodeDocumentId(storageId);
    const id = decoded === null ? this.#byName.get(storageId)?.id : storageId;
    if (decoded === null && !IS_UUID.test(storageId)) {
      return failure(
        `Invalid argument \`storageId\` for \`${method}\`: Invalid storage ID: "${storageId.slice(0, 80)}". Storage ID ` +
          "should be an\n                    Id of '_storage' table, or a UUID string.",
      );
    }
    if (decoded !== null && on.catalog.tableNames(decoded.tableNumber) !== TABLE) return failure(OTHER_TABLE);
    if (id === undefined) return success(null);
    const row = on.get(id, "system.get", null);
    if (!row.ok) return row;
    return success(row.value === null ? null : (this.#byId.get(id) ?? null));
  }

  #forget(id: string): void {
    const file = this.#byId.get(id);
    this.#byId.delete(id);
    if (file === undefined) return;
    this.#byName.delete(file.name);
    this.#bytes -= file.bytes.length;
  }
}

const IS_UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

/** A version 4 UUID from 16 random bytes. */
function uuidFrom(bytes: Uint8Array): string {
  const marked = Uint8Array.from(bytes);
  marked[6] = ((marked[6] ?? 0) & 0x0f) | 0x40;
  marked[8] = ((marked[8] ?? 0) & 0x3f) | 0x80;
  return hexadecimal(marked).replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
}

/** Whether a path segment may name a file. */
export function isFileName(segment: string): boolean {
  return IS_UUID.test(segment);
}
