/** The syscalls behind `ctx.storage`: in a transaction, or for an action in one of their own. */
import * as v from "valibot";
import { decodeBase64 } from "../../base/base64.ts";
import { failure, success, type Result } from "../../base/result.ts";
import type { Transaction } from "../database/transaction.ts";
import type { Execution } from "../functions/execution.ts";
import type { Files } from "./files.ts";
import { sha256Problem, withHash } from "./hashed-file.ts";

type Answer = Result<unknown, string>;
type Work = (on: Transaction) => Answer;

export type StorageSeams = {
  read(work: Work): Answer;
  write(work: Work): Promise<Answer>;
};

const FileSchema = v.object({ storageId: v.string() });
const StoreSchema = v.object({
  /** Base64. */
  blob: v.string(),
  contentType: v.optional(v.string(), ""),
  /** Base64 or hexadecimal. */
  sha256: v.nullish(v.string()),
});

export class StorageCalls {
  readonly #files: Files;
  readonly #seams: StorageSeams;

  constructor(files: Files, seams: StorageSeams) {
    this.#files = files;
    this.#seams = seams;
  }

  /** `null` when there is no such operation for that kind of function. */
  async answer({ transaction, target }: Execution, op: string, args: unknown): Promise<Answer | null> {
    const files = this.#files;
    const reading = (work: (on: Transaction, id: string) => Answer): Answer =>
      withFile(args, (id) =>
        transaction === null ? this.#seams.read((on) => work(on, id)) : work(transaction, id),
      );
    switch (op) {
      case "1.0/storageGetUrl":
        return reading((on, id) => files.getUrl(on, id));
      case "1.0/storageGetMetadata":
        return reading((on, id) => files.getMetadata(on, id));
      case "1.0/storageGenerateUploadUrl":
        return target.kind === "query" ? null : success(files.generateUploadUrl());
      case "1.0/storageDelete": {
        if (target.kind === "query") return null;
        const parsed = v.safeParse(FileSchema, args);
        if (!parsed.success) return failure("Invalid arguments for `storage.delete`");
        const work: Work = (on) => files.delete(on, parsed.output.storageId);
        return transaction === null ? this.#seams.write(work) : work(transaction);
      }
      case "1.0/storageGet":
        return transaction === null ? reading((on, id) => files.get(on, id)) : null;
      case "1.0/storageStore":
        return transaction === null ? this.#store(args) : null;
      default:
        return null;
    }
  }

  async #store(args: unknown): Promise<Answer> {
    const parsed = v.safeParse(StoreSchema, args);
    const bytes = parsed.success ? decodeBase64(parsed.output.blob) : null;
    if (!parsed.success || bytes === null) return failure("Invalid arguments for `storage.store`");
    const { contentType, sha256 } = parsed.output;
    const file = await withHash(bytes, contentType === "" ? null : contentType);
    const problem = typeof sha256 === "string" ? sha256Problem(file, sha256) : null;
    return problem === null ? this.#seams.write((on) => this.#files.store(on, file)) : failure(problem);
  }
}

function withFile(args: unknown, run: (storageId: string) => Answer): Answer {
  const parsed = v.safeParse(FileSchema, args);
  return parsed.success
    ? run(parsed.output.storageId)
    : failure("Invalid arguments to a syscall of the storage");
}
