/** The syscalls of `ctx.storage` that take or give a Blob: over the port go its bytes in base64. */
import { decodeBase64, encodeBase64 } from "../base/base64.ts";

type Ask = (op: string, argsJson: string) => Promise<string>;

type StoreArgs = { readonly blob: Blob; readonly options?: { readonly sha256?: string } };
type Stored = { readonly blob: string; readonly contentType: string | null };

export async function blobSyscall(op: string, args: unknown, ask: Ask): Promise<unknown> {
  switch (op) {
    case "storage/storeBlob": {
      const { blob, options } = args as StoreArgs;
      if (!(blob instanceof Blob)) throw new TypeError("store() expects a Blob.");
      const bytes = new Uint8Array(await blob.arrayBuffer());
      const request = { blob: encodeBase64(bytes), contentType: blob.type, sha256: options?.sha256 };
      return JSON.parse(await ask("1.0/storageStore", JSON.stringify(request))) as unknown;
    }
    case "storage/getBlob": {
      const { storageId } = args as { readonly storageId: string };
      const stored = JSON.parse(await ask("1.0/storageGet", JSON.stringify({ storageId }))) as Stored | null;
      if (stored === null) return null;
      const bytes = decodeBase64(stored.blob) ?? new Uint8Array();
      return new Blob([Uint8Array.from(bytes)], { type: stored.contentType ?? "" });
    }
    default:
      throw new Error(`Unknown operation ${op}`);
  }
}
