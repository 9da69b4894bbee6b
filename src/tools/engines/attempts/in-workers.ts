/** What the learner's functions, checks and scripts might try, which run in a worker. */
import { attemptInWorker, type Attempt } from "./attempt.ts";

// oxfmt-ignore
export const IN_WORKERS: readonly Attempt[] = [
  attemptInWorker("in_worker_fetch", `fetch(at.url).catch(() => {});`),
  attemptInWorker("in_worker_fetch_nocors_keepalive", `fetch(at.url, { mode: "no-cors", keepalive: true, method: "POST", body: "x" }).catch(() => {});`),
  attemptInWorker("in_worker_fetch_tls", `fetch(at.secureUrl, { mode: "no-cors" }).catch(() => {});`),
  attemptInWorker("in_worker_xhr", `const x = new XMLHttpRequest(); x.open("GET", at.url); x.send();`),
  attemptInWorker("in_worker_xhr_sync", `const x = new XMLHttpRequest(); x.open("GET", at.url, false); x.send();`),
  attemptInWorker("in_worker_websocket", `self.kept = new WebSocket(at.socketUrl);`),
  attemptInWorker("in_worker_websocketstream", `self.kept = new WebSocketStream(at.socketUrl);`),
  attemptInWorker("in_worker_eventsource", `self.kept = new EventSource(at.url);`),
  attemptInWorker("in_worker_webtransport", `self.kept = new WebTransport(at.secureUrl);`),
  attemptInWorker("in_worker_importscripts", `importScripts(at.url);`),
  attemptInWorker("in_worker_importscripts_blob", `importScripts(blob("importScripts(" + here + ")"));`),
  attemptInWorker("in_worker_importscripts_data", `importScripts(data("importScripts(" + here + ")"));`),
  attemptInWorker("in_worker_import", `import(at.url).catch(() => {});`),
  attemptInWorker("in_worker_import_blob_of_evil", `import(blob("import " + here)).catch(() => {});`),
  attemptInWorker("in_worker_import_data_of_evil", `import(data("import " + here)).catch(() => {});`),
  attemptInWorker("in_worker_nested_blob", `self.kept = new Worker(blob("fetch(" + here + ")"));`),
  attemptInWorker("in_worker_nested_blob_importscripts", `self.kept = new Worker(blob("importScripts(" + here + ")"));`),
  attemptInWorker("in_worker_nested_blob_module", `self.kept = new Worker(blob("import " + here), { type: "module" });`),
  attemptInWorker("in_worker_nested_data", `self.kept = new Worker(data("fetch(" + here + ")"));`),
  attemptInWorker("in_worker_nested_url", `self.kept = new Worker(at.url);`),
  attemptInWorker("in_worker_fontface", `const face = new FontFace("Out", "url(" + at.url + ")"); self.fonts?.add(face); face.load().catch(() => {});`),
  attemptInWorker("in_worker_cache_add", `caches.open("out").then((cache) => cache.add(at.url)).catch(() => {});`),
];
