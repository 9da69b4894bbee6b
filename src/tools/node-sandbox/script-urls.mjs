/** `blob:` addresses of scripts in a thread: a browser loads them, here their text is kept and evaluated. */
import { runInThisContext } from "node:vm";

const NativeBlob = globalThis.Blob;
const texts = new Map();
let made = 0;

/** Remembers what it was made of: a Blob's text can otherwise only be had later. */
class ScriptBlob extends NativeBlob {
  constructor(parts = [], options = {}) {
    super(parts, options);
    this.source = parts.every((part) => typeof part === "string") ? parts.join("") : null;
  }
}

export function installScriptUrls() {
  globalThis.Blob = ScriptBlob;
  URL.createObjectURL = (blob) => {
    const url = `blob:handoff/${++made}`;
    texts.set(url, blob.source ?? "");
    return url;
  };
  URL.revokeObjectURL = (url) => void texts.delete(url);
}

export function runScriptAt(url) {
  const text = texts.get(url);
  if (text === undefined) throw new Error(`There is no script at ${url}`);
  runInThisContext(text, { filename: url });
}

export function runScript(code, filename) {
  runInThisContext(code, { filename });
}
