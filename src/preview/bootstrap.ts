/**
 * The one script that the sandbox frame's policy names by hash. It closes what no policy closes, then loads what the
 * page hands over. It runs before any learner code and keeps what it needs out of that code's reach.
 */
import { limitWorkers } from "./limit-workers.ts";
import { quietHistory } from "./quiet-history.ts";
import type { SandboxCommand, SandboxReport } from "../wire/sandbox.ts";

declare global {
  // Ports that came with the script being loaded; the script takes them and leaves an empty list.
  var handoffPorts: readonly MessagePort[];
}

// WebRTC, speech and shared workers leave the frame past every Content-Security-Policy (measured in three engines).
const DOORS = [
  "RTCPeerConnection",
  "webkitRTCPeerConnection",
  "RTCDataChannel",
  "RTCIceTransport",
  "RTCRtpSender",
  "RTCRtpReceiver",
  "SharedWorker",
  "speechSynthesis",
  "SpeechSynthesisUtterance",
  "WebTransport",
  "PaymentRequest",
];

for (const door of DOORS) {
  Reflect.deleteProperty(globalThis, door);
  if (door in globalThis) {
    Object.defineProperty(globalThis, door, { value: undefined, writable: false, configurable: false });
  }
}

const NativeWorker = Worker;
const NativeBlob = Blob;
const createUrl = URL.createObjectURL.bind(URL);
const revokeUrl = URL.revokeObjectURL.bind(URL);
const createElement = document.createElement.bind(document);
limitWorkers(globalThis);
quietHistory(History);
/** Null for one that was ended, perhaps before it was started. */
const workers = new Map<string, Worker | null>();
let loading: Promise<void> = Promise.resolve();

addEventListener("message", function meet(event: MessageEvent) {
  const port = event.ports[0];
  // Only the page that made this frame may hand over the port, and only once.
  if (event.source !== parent || port === undefined) return;
  removeEventListener("message", meet);
  const post = port.postMessage.bind(port);
  const report = (message: SandboxReport): void => post(message);
  port.onmessage = ({ data, ports }: MessageEvent<SandboxCommand>) => obey(data, ports, report);
  report({ type: "ready" });
});

function obey(
  command: SandboxCommand,
  ports: readonly MessagePort[],
  report: (message: SandboxReport) => void,
): void {
  switch (command.type) {
    case "script":
      // One at a time: the ports in the global are those of the script that runs next.
      loading = loading.then(() => loadScript(command.name, command.code, ports, report));
      return;
    case "worker":
      void startWorker(command.name, command.code, command.secure, ports, report);
      return;
    case "terminate":
      workers.get(command.name)?.terminate();
      workers.set(command.name, null);
      return;
    case "ping":
      report({ type: "alive", beat: command.beat });
      return;
    default:
      command satisfies never;
  }
}

function loadScript(
  name: string,
  code: string,
  ports: readonly MessagePort[],
  report: (message: SandboxReport) => void,
): Promise<void> {
  return new Promise((resolve) => {
    const url = createUrl(new NativeBlob([code], { type: "text/javascript" }));
    const script = createElement("script");
    const end = (message: SandboxReport): void => {
      revokeUrl(url);
      report(message);
      resolve();
    };
    script.src = url;
    script.onload = () => end({ type: "loaded", name });
    script.onerror = () => end({ type: "failed", name, message: "the script could not be loaded" });
    globalThis.handoffPorts = ports;
    document.head.append(script);
  });
}

async function startWorker(
  name: string,
  code: string,
  secure: boolean,
  ports: readonly MessagePort[],
  report: (message: SandboxReport) => void,
): Promise<void> {
  const asData = secure && !(await areBlobWorkersSecure());
  if (workers.has(name)) return;
  const url = asData ? LOADER : createUrl(new NativeBlob([code], { type: "text/javascript" }));
  const worker = new NativeWorker(url, { name });
  workers.set(name, worker);
  worker.onerror = ({ message }) => report({ type: "failed", name, message: message ?? "the worker failed" });
  worker.postMessage(asData ? { type: "start", code } : { type: "start" }, [...ports]);
  report({ type: "loaded", name });
}

/**
 * A worker that is handed its code: an address may not be longer than 2 MB. The script finds its ports as if the
 * message had come to it.
 */
const LOADER = `data:text/javascript,${encodeURIComponent(
  `addEventListener("message",({data,ports})=>{` +
    `importScripts(URL.createObjectURL(new Blob([data.code],{type:"text/javascript"})));` +
    `dispatchEvent(new MessageEvent("message",{data:{type:"start"},ports}))},{once:true})`,
)}`;

let blobWorkersSecure: Promise<boolean> | null = null;

/** Not in Chromium: there a blob worker of a frame without an origin has no `crypto.subtle`, a `data:` worker has. */
function areBlobWorkersSecure(): Promise<boolean> {
  blobWorkersSecure ??= new Promise((resolve) => {
    const url = createUrl(new NativeBlob(["postMessage(isSecureContext)"], { type: "text/javascript" }));
    const probe = new NativeWorker(url);
    probe.onmessage = ({ data }: MessageEvent<unknown>) => {
      probe.terminate();
      revokeUrl(url);
      resolve(data === true);
    };
  });
  return blobWorkersSecure;
}
