/** Entry of the preview realm: runs in the sandbox frame before any package and any learner code. */
import { networkPort } from "../network/network-port.ts";
import type { PreviewCommand, PreviewReport } from "../wire/preview.ts";
import { boundClock } from "../base/bound-clock.ts";
import { captureConsole, limited, limitLines } from "../base/console.ts";
import { createAfterTask } from "../base/after-task.ts";
import { watchLoops } from "../base/loop-watch.ts";
import { LOOP_TURN } from "../wire/scripts.ts";
import { problemText } from "./clerk-ui/clerk-problem.ts";
import { signIn, signOut } from "./clerk.ts";
import { errorText } from "../base/format.ts";
import { emptyScriptUrl, leaveFocusElsewhere, presentAsFocusedPage } from "./platform.ts";
import { installClock } from "./install-clock.ts";
import { packageRegistry } from "./registry.ts";
import { startApp } from "./start.ts";
import { previewStyles } from "./styles.ts";

/** Before the heartbeat gives the page up, which knows no line. */
const LONG_LOOP_MS = 1200;

const [control, issuerPort, deploymentPort] = globalThis.handoffPorts;
globalThis.handoffPorts = [];
if (control === undefined || issuerPort === undefined || deploymentPort === undefined) {
  throw new Error("The preview was started without its ports.");
}

const post = control.postMessage.bind(control);
const report = (message: PreviewReport): void => post(message);
const realClock = boundClock();
const pacing = { clock: realClock, onFlood: () => report({ type: "flood" }) };
const issuer = networkPort(issuerPort, pacing);
const deployment = networkPort(deploymentPort, pacing);
const registry = packageRegistry();

leaveFocusElsewhere(document, globalThis);
presentAsFocusedPage(document, navigator);
// Before any package keeps a timer or the clock for itself.
const clock = installClock(globalThis);
const afterTask = createAfterTask();
const watch = watchLoops({
  now: realClock.now,
  afterTask,
  limitMs: LONG_LOOP_MS,
  onLong: (place) => endLoop(place),
  rest: () => new Promise((resolve) => void realClock.after(0, resolve)),
});
Object.defineProperty(globalThis, LOOP_TURN, { value: watch });
const tell = limitLines(realClock.now, (text) =>
  report({ type: "console", level: "warn", source: "sandbox", text }),
);
captureConsole(console, (level, text) =>
  tell(() => report({ type: "console", level, source: "app", text: text() })),
);

const noScript = emptyScriptUrl();
const environment: Record<string, string | undefined> = {
  NODE_ENV: "production",
  NEXT_PUBLIC_CLERK_TELEMETRY_DISABLED: "1",
  NEXT_PUBLIC_CLERK_KEYLESS_DISABLED: "1",
  NEXT_PUBLIC_CLERK_JS_URL: noScript,
  NEXT_PUBLIC_CLERK_UI_URL: noScript,
};
Object.assign(globalThis, {
  process: { env: environment },
  handoffDefineAppPackages: (packages: Readonly<Record<string, () => unknown>>) => {
    registry.define(packages);
    // Evaluated now, in the spare frame, so that pressing Run does not wait for them.
    for (const name of [
      "react",
      "react-dom/client",
      "@clerk/clerk-js",
      "@clerk/nextjs",
      "convex/react-clerk",
    ]) {
      registry.require(name);
    }
    report({ type: "ready" });
  },
});

const style = document.createElement("style");
style.textContent = previewStyles;
document.head.append(style);
const host = document.createElement("div");
host.id = "root";
document.body.append(host);

const complain = (text: () => string): void =>
  tell(() => report({ type: "error", fatal: false, text: limited(text()) }));
addEventListener("error", (event) => complain(() => `Uncaught ${errorText(event.error ?? event.message)}`));
addEventListener("unhandledrejection", (event) =>
  complain(() => `Unhandled rejection: ${errorText(event.reason)}`),
);

control.onmessage = ({ data }: MessageEvent<PreviewCommand>) => {
  switch (data.type) {
    case "start":
      startApp(data, {
        issuer,
        deployment,
        registry,
        environment,
        host,
        report,
        tell,
        complain,
        afterTask,
        loadScript,
      });
      return;
    case "pace":
      clock.steer(data.pace);
      return;
    case "theme":
      if (data.theme === null) delete document.documentElement.dataset["theme"];
      else document.documentElement.dataset["theme"] = data.theme;
      return;
    case "sign-in":
      settle(data.task, signIn(window.Clerk, data.emailAddress, data.password));
      return;
    case "sign-out":
      settle(data.task, signOut(window.Clerk));
      return;
    default:
      data satisfies never;
  }
};

let hasToldLoop = false;

/**
 * The page is the learner's alone only in Chromium: elsewhere the workbench waits for this loop, too, and for the layout of
 * what it has put into the page (half a second and more, measured in Firefox and WebKit), which nobody is to see any more.
 */
function endLoop(place: string): never {
  if (!hasToldLoop) {
    report({ type: "loop", place });
    document.body.replaceChildren();
  }
  hasToldLoop = true;
  throw new Error(`The loop at ${place} did not end and was stopped.`);
}

function settle(task: number, work: Promise<void>): void {
  work.then(
    () => report({ type: "done", task, error: null }),
    // A refusal of Clerk's in its own sentence: the name of its class is not to be read in what is shipped.
    (error: unknown) => report({ type: "done", task, error: limited(problemText(error)) }),
  );
}

function loadScript(code: string): void {
  const url = URL.createObjectURL(new Blob([code], { type: "text/javascript" }));
  const script = document.createElement("script");
  script.src = url;
  script.async = false;
  script.addEventListener("load", () => URL.revokeObjectURL(url));
  document.head.append(script);
}
