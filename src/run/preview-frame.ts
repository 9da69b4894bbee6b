/** A sandbox frame with the packages evaluated, waiting for one app: made ahead, used once. */
import type { Timers } from "../base/clock.ts";
import type { Pace } from "../base/steerable-clock.ts";
import { deferred, type Deferred } from "../base/deferred.ts";
import { parsePreviewReport, type PreviewCommand, type PreviewReport } from "../wire/preview.ts";
import { listenGuarded } from "../base/guarded-port.ts";
import type { SandboxFrame } from "./sandbox-frame.ts";
import type { SandboxScripts } from "./sandbox-scripts.ts";

/** Null follows the system. */
export type FrameTheme = Extract<PreviewCommand, { type: "theme" }>["theme"];

export type PreviewFrame = {
  /** Settles when an app can be started in it. */
  readonly ready: Promise<void>;
  /** The other ends of the app's network, to be handed to the stand-ins. */
  readonly issuerPort: MessagePort;
  readonly deploymentPort: MessagePort;
  readonly frame: SandboxFrame;
  start(command: Omit<Extract<PreviewCommand, { type: "start" }>, "type">): void;
  setTheme(theme: FrameTheme): void;
  setPace(pace: Pace): void;
  /** Rejects with the app's own error text. */
  signIn(emailAddress: string, password: string): Promise<void>;
  signOut(): Promise<void>;
  onReport: (report: PreviewReport) => void;
  show(): void;
  remove(): void;
};

/** What its owner is told: that it has been taken away, or that it says more than anybody can read. */
export type PreviewEvents = { readonly onRemove: () => void; readonly onFlood: () => void };

/** The realm itself tells of 200 lines a second at most; whoever says more has got hold of its port. */
const REPORTS_PER_SECOND = 2000;

export function openPreview(
  frame: SandboxFrame,
  loading: Promise<SandboxScripts>,
  timers: Timers,
  { onRemove, onFlood }: PreviewEvents,
): PreviewFrame {
  const control = new MessageChannel();
  const issuer = new MessageChannel();
  const deployment = new MessageChannel();
  const ready = deferred<void>();
  const tasks = new Map<number, Deferred<void>>();
  let lastTask = 0;

  const send = (command: PreviewCommand): void => control.port1.postMessage(command);
  const preview: PreviewFrame = {
    ready: ready.promise,
    issuerPort: issuer.port2,
    deploymentPort: deployment.port2,
    frame,
    start: (command) => send({ type: "start", ...command }),
    setTheme: (theme) => send({ type: "theme", theme }),
    setPace: (pace) => send({ type: "pace", pace }),
    signIn: (emailAddress, password) => ask((task) => ({ type: "sign-in", task, emailAddress, password })),
    signOut: () => ask((task) => ({ type: "sign-out", task })),
    onReport: () => undefined,
    show: () => frame.show(),
    remove() {
      control.port1.close();
      frame.remove();
      onRemove();
    },
  };

  function ask(command: (task: number) => PreviewCommand): Promise<void> {
    const task = ++lastTask;
    const answer = deferred<void>();
    tasks.set(task, answer);
    send(command(task));
    return answer.promise;
  }

  listenGuarded(control.port1, {
    timers,
    mostPerSecond: REPORTS_PER_SECOND,
    parse: parsePreviewReport,
    take,
    onFlood,
  });

  function take(report: PreviewReport): void {
    if (report.type === "flood") onFlood();
    if (report.type === "ready") ready.resolve();
    if (report.type === "done") {
      const answer = tasks.get(report.task);
      tasks.delete(report.task);
      if (report.error === null) answer?.resolve();
      else answer?.reject(new Error(report.error));
      return;
    }
    preview.onReport(report);
  }

  Promise.all([loading, frame.ready]).then(([scripts]) => {
    const ports = [control.port2, issuer.port1, deployment.port1];
    frame.send({ type: "script", name: "preview", code: scripts.preview }, ports);
    frame.send({ type: "script", name: "packages", code: scripts.packages });
  }, ready.reject);
  return preview;
}
