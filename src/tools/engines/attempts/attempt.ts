/** One way by which learner code might send something out, and what it is given to try it with. */

/** Where an attempt aims. Each attempt in each cell has its own, so that whatever arrives says which one it was. */
export type Target = {
  /** On 127.0.0.1, TCP and UDP. Whatever arrives there has leaked, be it a bare connection. */
  readonly port: number;
  /** `http://127.0.0.1:<port>/<row>` */
  readonly url: string;
  /** `https://…`: nothing answers, but the first packet is one too many. */
  readonly secureUrl: string;
  readonly socketUrl: string;
  /** Address of a network interface that is not the loopback one, which WebRTC does not use. */
  readonly interfaceAddress: string;
  /** A name that nobody else asks for: asking for it is the leak. */
  readonly hostName: string;
};

export type Attempt = {
  /** Its row in the matrix. */
  readonly name: string;
  /** Where it is tried: in the learner's document, or in a worker as functions, checks and scripts are. */
  readonly realm: "document" | "worker";
  /**
   * Statements of JavaScript. They see `at` (a {@link Target}) and the functions of {@link PRELUDE} or, in a worker,
   * of {@link WORKER_PRELUDE}.
   */
  readonly code: string;
  /**
   * What there must be for it to work at all: a network interface (WebRTC), a name server of our own (lookups). Both are
   * there in a private network only.
   */
  readonly needs?: "interface" | "name-server";
  /** Where it works, it takes away the page that tries it. */
  readonly takesPage?: boolean;
};

export function attempt(
  name: string,
  code: string,
  more: Pick<Attempt, "needs" | "takesPage"> = {},
): Attempt {
  return { name, realm: "document", code, ...more };
}

export function attemptInWorker(name: string, code: string): Attempt {
  return { name, realm: "worker", code };
}

/** What makes the rows short. In a document. */
export const PRELUDE = `
const put = (element) => { (document.body ?? document.documentElement).append(element); return element; };
const add = (tag, attributes = {}) => {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  return put(element);
};
const link = (rel, attributes = {}) => {
  const element = document.createElement("link");
  for (const [name, value] of Object.entries({ rel, href: at.url, ...attributes })) element.setAttribute(name, value);
  document.head.append(element);
};
const html = (text) => { const holder = add("div"); holder.innerHTML = text; return holder; };
const css = (text) => { const style = document.createElement("style"); style.textContent = text; document.head.append(style); };
const blob = (text, type = "text/javascript") => URL.createObjectURL(new Blob([text], { type }));
const inDocument = (script) => "<!doctype html><body><script>" + script + "</" + "script>";
const data = (text, type = "text/html") => "data:" + type + "," + encodeURIComponent(text);
const here = JSON.stringify(at.url);
const rtcWith = (name, servers) => "{ const c = new (" + name + ")({ iceServers: " + JSON.stringify(servers) + " });"
  + " c.createDataChannel('x'); c.createOffer().then((o) => c.setLocalDescription(o)); globalThis.kept = c; }";
const stun = [{ urls: "stun:" + at.interfaceAddress + ":" + at.port }];
const rtc = (name = "RTCPeerConnection", servers = stun) => rtcWith(name, servers);
const blobScript = (code) => { const script = document.createElement("script"); script.src = blob(code); document.head.append(script); };
`;

/** In a worker. */
export const WORKER_PRELUDE = `
const blob = (text, type = "text/javascript") => URL.createObjectURL(new Blob([text], { type }));
const data = (text) => "data:text/javascript," + encodeURIComponent(text);
const here = JSON.stringify(at.url);
`;
