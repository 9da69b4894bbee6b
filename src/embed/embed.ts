/**
 * `embed.js`: the host page's half of the embed. One file, no dependency, at most 2 KB gzip. It defines
 * `<handoff-exercise>` and does nothing else until one is in the page.
 */
import type { EmbedEvents, Progress, Ready, SiteMessage } from "../wire/embed.ts";
import type { LOADINGS, PERSISTENCES, SOLUTION_POLICIES, THEMES, VIEWS } from "../wire/options.ts";
import type { STRAY } from "../wire/stray.ts";
import type { Verdict } from "../wire/verdict.ts";

/** From this file to the site's root; put in by the build. */
declare const SITE_PATH: string;

/** The attributes, also properties of the element and options of {@link mount}. */
export type HandoffOptions = {
  exercise: string;
  view: (typeof VIEWS)[number];
  theme: (typeof THEMES)[number];
  loading: (typeof LOADINGS)[number];
  /** `auto` or a CSS length. */
  height: string;
  readonly: boolean;
  autorun: boolean;
  /** Empty: as the exercise says. */
  solution: "" | (typeof SOLUTION_POLICIES)[number];
  persist: (typeof PERSISTENCES)[number];
  key: string;
};

// Declared apart from the class because the accessors are made by a loop.
// oxlint-disable-next-line typescript/no-unsafe-declaration-merging
export interface HandoffExercise extends HandoffOptions {
  addEventListener<Type extends keyof EmbedEvents>(
    type: Type,
    listener: (event: CustomEvent<EmbedEvents[Type]>) => void,
    options?: boolean | AddEventListenerOptions,
  ): void;
  addEventListener(
    type: string,
    listener: EventListenerOrEventListenerObject,
    options?: boolean | AddEventListenerOptions,
  ): void;
}

type Call = {
  readonly message: object;
  readonly resolve: (value: unknown) => void;
  readonly reject: (reason: Error) => void;
};

const root = new URL(SITE_PATH, import.meta.url);
const FLAGS = ["readonly", "autorun"];
const LIVE = ["exercise", "view", "theme", "height", "solution", "persist", "key", ...FLAGS];
const STYLE =
  ":host{display:block;position:relative;overflow:auto;height:640px}iframe{position:absolute;inset:0;width:100%;height:100%;border:0;visibility:hidden}button{display:block;margin:8px 0;padding:8px;font:inherit}";

const failure = ({ code, message }: { code: string; message: string }): Error =>
  Object.assign(new Error(message), { code });

export class HandoffExercise extends HTMLElement {
  static readonly observedAttributes = [...LIVE, "loading"];

  /** Settles when the exercise is open. Asking for it loads nothing. */
  ready!: Promise<Ready>;
  #settle?: { resolve: (ready: Ready) => void; reject: (reason: Error) => void };
  #sheet = new CSSStyleSheet();
  #frame: HTMLIFrameElement | null = null;
  #port: MessagePort | null = null;
  #near: IntersectionObserver | null = null;
  /** Those not yet answered, sent again to a frame that was loaded anew. */
  #calls = new Map<number, Call>();
  #lastId = 0;
  #isPlaced = false;

  constructor() {
    super();
    this.#sheet.replaceSync(STYLE);
    this.attachShadow({ mode: "open" }).adoptedStyleSheets = [this.#sheet];
    this.#empty();
    // Set before this script was there, they lie over the accessors.
    const early = this as unknown as Record<string, unknown>;
    for (const name of HandoffExercise.observedAttributes) {
      if (!Object.hasOwn(this, name)) continue;
      const value = early[name];
      delete early[name];
      early[name] = value;
    }
  }

  /** Runs the code that is in the editor. */
  run(): Promise<Verdict> {
    return this.#call("run");
  }

  /** Ends the run. */
  stop(): Promise<void> {
    return this.#call("stop");
  }

  /** Puts the starter code back. */
  reset(): Promise<void> {
    return this.#call("reset");
  }

  getFiles(): Promise<Record<string, string>> {
    return this.#call("getFiles");
  }

  /** Replaces the texts of these files; all must be editable. Runs nothing. */
  setFiles(files: Record<string, string>): Promise<void> {
    return this.#call("setFiles", files);
  }

  getProgress(): Promise<Progress> {
    return this.#call("getProgress");
  }

  /** Puts back what `getProgress` gave, if the exercise is still of that version. Runs nothing. */
  setProgress(progress: Progress): Promise<void> {
    return this.#call("setProgress", progress);
  }

  connectedCallback(): void {
    this.#isPlaced = true;
    this.#fit(this.height);
    // A call that came before the element was in the page waits for it.
    if (this.#calls.size > 0 || this.loading === "eager") this.#load();
    else if (this.loading === "click") this.#offer();
    else {
      this.#near = new IntersectionObserver(
        (entries) => {
          if (entries.some(({ isIntersecting }) => isIntersecting)) this.#load();
        },
        { rootMargin: "200px" },
      );
      this.#near.observe(this);
    }
  }

  disconnectedCallback(): void {
    this.#isPlaced = false;
    removeEventListener("message", this);
    this.#near?.disconnect();
    this.#port?.close();
    this.#frame = this.#port = null;
    for (const { reject } of this.#calls.values()) {
      reject(failure({ code: "removed", message: "The exercise was taken out of the page." }));
    }
    this.#calls.clear();
    this.#empty();
  }

  /** What runs in the exercise can post to this page, too: the site is told of each, and ends what says too much. */
  handleEvent({ source }: MessageEvent): void {
    const site = this.#frame?.contentWindow;
    if ((source as Window | null)?.parent === site) site?.postMessage("stray" satisfies typeof STRAY, "*");
  }

  attributeChangedCallback(name: string, before: string | null, value: string | null): void {
    if (before === value) return;
    let told = value;
    // The site's own default is the frame's height, ours is `auto`.
    if (name === "height") this.#fit((told = this.height));
    if (this.#frame) {
      if (name === "exercise") this.#await();
      if (name !== "loading") this.#call("set", { [name]: told }).catch(() => {});
    } else if (name === "loading" && this.#isPlaced) {
      this.disconnectedCallback();
      this.connectedCallback();
    }
  }

  /** Shows the fallback alone. */
  #empty(): void {
    this.shadowRoot?.replaceChildren(document.createElement("slot"));
    this.#await();
  }

  /** Whoever still waits for the exercise before is told of the next. */
  #await(): void {
    const before = this.#settle;
    this.ready = new Promise((resolve, reject) => {
      this.#settle = {
        resolve: (ready) => (before?.resolve(ready), resolve(ready)),
        reject: (reason) => (before?.reject(reason), reject(reason)),
      };
    });
    // Who does not wait for it is told by the `error` event.
    this.ready.catch(() => {});
  }

  #fit(height: string): void {
    const [rule] = this.#sheet.cssRules;
    (rule as CSSStyleRule).style.height = height === "auto" ? "640px" : height;
  }

  #offer(): void {
    const button = document.createElement("button");
    button.textContent = "Open the exercise";
    button.onclick = () => {
      button.textContent = "Opening the exercise…";
      this.#load();
    };
    this.shadowRoot?.prepend(button);
  }

  #load(): void {
    if (this.#frame || !this.#isPlaced) return;
    this.#near?.disconnect();
    const frame = (this.#frame = document.createElement("iframe"));
    const url = new URL("?embed=1", root);
    for (const name of LIVE) {
      const value = this.getAttribute(name);
      if (value !== null) url.searchParams.set(name, value);
    }
    url.searchParams.set("height", this.height);
    frame.title = this.title || "Exercise";
    frame.referrerPolicy = "no-referrer";
    // For the link that Share makes.
    frame.allow = "clipboard-write";
    // Without it an isolated page (COEP) may not show a site that sends no such header itself.
    (frame as { credentialless?: boolean }).credentialless = self.crossOriginIsolated;
    frame.onload = () => this.#meet(frame);
    frame.src = url.href;
    addEventListener("message", this);
    this.shadowRoot?.append(frame);
  }

  #meet(frame: HTMLIFrameElement): void {
    this.#port?.close();
    const { port1, port2 } = new MessageChannel();
    this.#port = port1;
    port1.onmessage = ({ data }: MessageEvent<SiteMessage>) => this.#hear(data);
    // In a page without an origin the frame has none either; the hello holds nothing but the port.
    const target = self.origin === "null" ? "*" : root.origin;
    frame.contentWindow?.postMessage({ source: "handoff", v: 1, type: "hello" }, target, [port2]);
    for (const { message } of this.#calls.values()) port1.postMessage(message);
  }

  #hear(data: SiteMessage): void {
    if (data.type === "reply") {
      const { id, payload } = data;
      const call = this.#calls.get(id);
      this.#calls.delete(id);
      if (payload.ok) call?.resolve(payload.value);
      else call?.reject(failure(payload.error));
      return;
    }
    if (data.type === "ready") {
      const shadow = this.shadowRoot;
      const frame = this.#frame;
      if (shadow && frame) {
        frame.title = this.title || data.payload.title;
        frame.style.visibility = "visible";
        // Only who pressed the button of `loading=click` is led on; nobody else loses the focus.
        if (shadow.activeElement) frame.focus();
        for (const node of shadow.querySelectorAll("slot,button")) node.remove();
      }
      this.#settle?.resolve(data.payload);
    }
    if (data.type === "error") this.#settle?.reject(failure(data.payload));
    if (data.type === "resize" && this.height === "auto") this.#fit(`${data.payload.height}px`);
    this.dispatchEvent(new CustomEvent(data.type, { detail: data.payload }));
  }

  #call<Value>(type: string, payload?: unknown): Promise<Value> {
    const id = ++this.#lastId;
    const message = { source: "handoff", v: 1, type, id, payload };
    return new Promise<unknown>((resolve, reject) => {
      this.#calls.set(id, { message, resolve, reject });
      this.#load();
      this.#port?.postMessage(message);
    }) as Promise<Value>;
  }
}

const DEFAULTS: Record<string, string> = {
  view: "split",
  theme: "auto",
  loading: "lazy",
  height: "auto",
  persist: "auto",
};

for (const name of HandoffExercise.observedAttributes) {
  const isFlag = FLAGS.includes(name);
  Object.defineProperty(HandoffExercise.prototype, name, {
    get(this: HTMLElement) {
      const value = this.getAttribute(name);
      return isFlag ? value !== null && value !== "false" : (value ?? DEFAULTS[name] ?? "");
    },
    set(this: HTMLElement, value: string | boolean | null | undefined) {
      if (value) this.setAttribute(name, value === true ? "" : value);
      else this.removeAttribute(name);
    },
  });
}

if (!customElements.get("handoff-exercise")) customElements.define("handoff-exercise", HandoffExercise);

/** Puts an exercise at the end of `target`, an element or a selector of one. */
export function mount(target: Element | string, options: Partial<HandoffOptions>): HandoffExercise {
  const place = typeof target === "string" ? document.querySelector(target) : target;
  if (!place) throw new Error("There is no such element.");
  const element = document.createElement("handoff-exercise");
  Object.assign(element, options);
  place.append(element);
  return element;
}

declare global {
  interface HTMLElementTagNameMap {
    "handoff-exercise": HandoffExercise;
  }
}
