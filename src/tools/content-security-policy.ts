/** The two policies of the site: one for the page, one for the sandbox frame. Each relaxation has its reason beside it. */

/** For the page. The sandbox frame inherits it too, so it must allow what the frame needs. */
export function pagePolicy(bootstrapHash: string): string {
  return [
    "default-src 'none'",
    // `blob:` and the bootstrap's hash are the sandbox frame's, which inherits this policy;
    // 'wasm-unsafe-eval' compiles esbuild-wasm and nothing else.
    `script-src 'self' '${bootstrapHash}' 'wasm-unsafe-eval' blob:`,
    // CodeMirror and React write style elements and attributes.
    "style-src 'self' 'unsafe-inline'",
    // 'self' is the icon; `data:` and `blob:` are pictures that an app makes, which no server is asked for.
    "img-src 'self' data: blob:",
    // An app's own fonts; the site has none.
    "font-src data:",
    // The compiler's module, and what is stored for offline use.
    "connect-src 'self'",
    // `blob:` is the isolate and the referee inside the sandbox frame. `data:` is our own workers where a host frames
    // the page without an origin, and those of the sandbox frame for scripts; the frame of apps does not have it.
    "worker-src 'self' blob: data:",
    // A frame's own navigation ignores its own policy and obeys this one; srcdoc is not a navigation.
    "frame-src 'none'",
    "object-src 'none'",
    "base-uri 'none'",
    "form-action 'none'",
  ].join("; ");
}

/** For the sandbox frame: no network at all, only scripts that the bootstrap is handed. */
export function sandboxPolicy(bootstrapHash: string): string {
  return framePolicy(bootstrapHash, "worker-src blob:");
}

/**
 * For the sandbox frame of scripts, which has workers and no app. `data:` because in Chromium a blob worker of a frame
 * without an origin has no `crypto.subtle`, and `jose` verifies signatures with it. Such a worker inherits the rest of
 * this policy. Not for frames with a document of the learner's: a `data:` SharedWorker escapes the policy in WebKit.
 */
export function scriptSandboxPolicy(bootstrapHash: string): string {
  return framePolicy(bootstrapHash, "worker-src blob: data:");
}

function framePolicy(bootstrapHash: string, workers: string): string {
  return [
    "default-src 'none'",
    // `blob:` is what the bootstrap is handed over its port; no eval, no inline script, no nonce to steal.
    `script-src '${bootstrapHash}' blob:`,
    workers,
    // Learner components may use style attributes.
    "style-src 'unsafe-inline'",
    // Pictures and fonts that an app makes or carries: neither form asks a server.
    "img-src data: blob:",
    "font-src data:",
    "connect-src 'none'",
    "frame-src 'none'",
    "object-src 'none'",
    "base-uri 'none'",
    "form-action 'none'",
  ].join("; ");
}
