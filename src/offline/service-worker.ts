/** Entry of the service worker realm: stores the build it was made with, and serves the site from it. */
import { hexadecimal } from "../base/random.ts";
import build from "virtual:handoff/build";
import { bytesOf, cacheNameOf, parseOfflineCommand, type OfflineReport } from "../wire/offline.ts";
import { answerTo } from "./answer.ts";
import { storageFailure, storeBuild, type FileCache } from "./store.ts";
import { Versions } from "./versions.ts";

const worker = globalThis as unknown as ServiceWorkerGlobalScope;
const { scope } = worker.registration;
const cacheName = cacheNameOf(scope, build.version);
const versions = new Versions(caches, scope, cacheName);
const paths = new Set(build.files.map(({ path }) => path));
const total = bytesOf(build);
/** Least time between two reports of progress, in milliseconds. */
const REPORT_EVERY_MS = 100;

async function openPages(): Promise<readonly Client[]> {
  const clients = await worker.clients.matchAll({ type: "window", includeUncontrolled: true });
  return clients.filter(({ url }) => url.startsWith(scope));
}

const openPageIds = async (): Promise<readonly string[]> => (await openPages()).map(({ id }) => id);

async function report(message: OfflineReport): Promise<void> {
  for (const page of await openPages()) page.postMessage(message);
}

async function openCache(name: string): Promise<FileCache> {
  const cache = await caches.open(name);
  return {
    match: (url) => cache.match(url, { ignoreVary: true }),
    put: (url, response) => cache.put(url, response),
  };
}

/** Tells the pages how far it is, and the outcome. True when everything is stored. */
async function store(): Promise<boolean> {
  let reportedAt = 0;
  try {
    const stored = await storeBuild(build, {
      scope,
      cache: await openCache(cacheName),
      others: await Promise.all((await versions.others()).map(openCache)),
      fetch: (url, options) => fetch(url, options),
      digest: async (bytes) => hexadecimal(new Uint8Array(await crypto.subtle.digest("SHA-256", bytes))),
      progress(done) {
        if (performance.now() - reportedAt < REPORT_EVERY_MS) return;
        reportedAt = performance.now();
        void report({ type: "storing", done, total });
      },
    });
    if (!stored.ok) await report({ type: "failed", code: stored.error });
    return stored.ok;
  } catch (error) {
    await report({ type: "failed", code: storageFailure(error) });
    return false;
  }
}

/** By names only: contents were verified when they were stored. */
async function isComplete(): Promise<boolean> {
  if (!(await caches.has(cacheName))) return false;
  const stored = new Set((await (await caches.open(cacheName)).keys()).map(({ url }) => url));
  return build.files.every(({ path }) => stored.has(new URL(path, scope).href));
}

/** One storing at a time, however many pages ask. */
let storing: Promise<boolean> | null = null;
function storeOnce(): Promise<boolean> {
  storing ??= store().finally(() => (storing = null));
  return storing;
}

async function respond(request: Request, url: string): Promise<Response> {
  return (await versions.find(url)) ?? fetch(request);
}

worker.addEventListener("install", (event) => {
  event.waitUntil(
    storeOnce().then((isStored) => {
      // A worker that has not stored everything must not be installed: the browser drops it, and the files stay.
      if (!isStored) throw new Error("The site could not be stored.");
    }),
  );
});

worker.addEventListener("activate", (event) => {
  event.waitUntil(
    openPageIds()
      .then((ids) => versions.supersede(ids))
      .then(() => worker.clients.claim()),
  );
});

worker.addEventListener("fetch", (event) => {
  const answer = answerTo(event.request, scope, paths);
  if (answer.type !== "none") event.respondWith(respond(event.request, answer.url));
});

worker.addEventListener("message", (event) => {
  const command = parseOfflineCommand(event.data);
  switch (command?.type) {
    case undefined:
      return;
    case "tell":
      event.waitUntil(tell(event.source));
      return;
    case "store":
      event.waitUntil(
        storeOnce().then((isStored) => (isStored ? report({ type: "stored", bytes: total }) : undefined)),
      );
      return;
    case "activate":
      event.waitUntil(worker.skipWaiting());
      return;
    default:
      command satisfies never;
  }
});

async function tell(page: ExtendableMessageEvent["source"]): Promise<void> {
  const answer: OfflineReport = (await isComplete())
    ? { type: "stored", bytes: total }
    : { type: "incomplete" };
  page?.postMessage(answer);
  await versions.prune(await openPageIds());
}
