/** One sandbox frame: opaque origin, no network, driven over the one port that its bootstrap is given. */
import { sandboxDocument } from "virtual:handoff/sandbox";
import { systemClock } from "../base/system-clock.ts";
import { listenGuarded } from "../base/guarded-port.ts";
import { parseSandboxReport, type SandboxCommand, type SandboxReport } from "../wire/sandbox.ts";

/** A place where learner code runs, whatever it is made of: a frame of the page, or a thread of the checks in Node. */
export type SandboxFrame = {
  /** Settles when the bootstrap has answered. */
  readonly ready: Promise<void>;
  send(command: SandboxCommand, ports?: readonly MessagePort[]): void;
  /** Told of everything the bootstrap says after `ready`. */
  onReport: (report: SandboxReport) => void;
  /** Puts it where the learner sees it; it is opened out of sight. */
  show(): void;
  /** Takes the frame away, and with it every realm inside. */
  remove(): void;
};

/** The bootstrap answers a few times a second; whoever says more has got hold of its port. */
const REPORTS_PER_SECOND = 2000;

/**
 * `onFlood` is told when the frame says more than anybody can read; it is heard no more. `srcdoc` is one of the build's
 * two sandbox documents.
 */
export function openSandboxFrame(
  parent: HTMLElement,
  title: string,
  onFlood: () => void,
  srcdoc: string = sandboxDocument,
): SandboxFrame {
  const element = document.createElement("iframe");
  // Forms are needed for React's onSubmit; nothing they submit leaves (form-action, no navigation).
  element.setAttribute("sandbox", "allow-scripts allow-forms");
  element.setAttribute("referrerpolicy", "no-referrer");
  element.title = title;
  showFrame(element, false);
  element.srcdoc = srcdoc;

  const channel = new MessageChannel();
  const port = channel.port1;
  let settle: () => void = () => undefined;
  const frame: SandboxFrame = {
    ready: new Promise((resolve) => (settle = resolve)),
    send: (command, ports = []) => port.postMessage(command, [...ports]),
    onReport: () => undefined,
    show: () => showFrame(element, true),
    remove() {
      port.close();
      element.remove();
    },
  };
  listenGuarded(port, {
    timers: systemClock,
    mostPerSecond: REPORTS_PER_SECOND,
    parse: parseSandboxReport,
    onFlood,
    take(report) {
      if (report.type === "ready") settle();
      else frame.onReport(report);
    },
  });
  element.addEventListener(
    "load",
    // "*" because an opaque origin has no name; the message holds nothing but the port, and goes to this frame.
    () => element.contentWindow?.postMessage({ type: "meet" }, "*", [channel.port2]),
    { once: true },
  );
  parent.append(element);
  return frame;
}

/** Hidden frames stay rendered, off the screen: a frame without layout throttles its timers. */
function showFrame(element: HTMLIFrameElement, visible: boolean): void {
  element.className = visible ? "sandbox-frame" : "sandbox-frame sandbox-frame-spare";
  element.setAttribute(
    "style",
    visible
      ? "border:0;width:100%;height:100%;display:block;"
      : "border:0;position:absolute;width:800px;height:600px;left:-10000px;top:0;visibility:hidden;",
  );
  element.toggleAttribute("inert", !visible);
  if (visible) element.removeAttribute("aria-hidden");
  else element.setAttribute("aria-hidden", "true");
}
