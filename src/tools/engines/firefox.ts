/** Firefox, driven by WebDriver BiDi, which it speaks by itself. */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { WebSocket } from "ws";
import { startProcess, temporaryFolder } from "./browser-process.ts";
import { ANSWER_LIMIT_MS, within, type Engine } from "./engine.ts";

/**
 * The profile of a person, but for what Firefox would ask of its maker by itself. Not the settings that it recommends
 * to programs that drive it.
 */
const PREFERENCES: Readonly<Record<string, string | number | boolean>> = {
  "remote.prefs.recommended": false,
  "app.normandy.enabled": false,
  "app.update.disabledForTesting": true,
  "browser.aboutwelcome.enabled": false,
  "browser.safebrowsing.update.enabled": false,
  "browser.shell.checkDefaultBrowser": false,
  "browser.startup.homepage_override.mstone": "ignore",
  "browser.tabs.remote.unloadDelayMs": 0,
  "datareporting.policy.dataSubmissionEnabled": false,
  "extensions.systemAddon.update.enabled": false,
  "media.gmp-manager.updateEnabled": false,
  "network.captive-portal-service.enabled": false,
  "network.connectivity-service.enabled": false,
  "services.settings.server": "data:,",
  "toolkit.telemetry.enabled": false,
};

export async function launchFirefox(executable: string): Promise<Engine> {
  const folder = temporaryFolder("firefox");
  const lines = Object.entries(PREFERENCES).map(
    ([name, value]) => `user_pref(${JSON.stringify(name)}, ${JSON.stringify(value)});`,
  );
  writeFileSync(join(folder.path, "user.js"), lines.join("\n"));
  const started = startProcess(
    executable,
    ["--headless", "--no-remote", "--profile", folder.path, "--remote-debugging-port=0", "about:blank"],
    { HOME: folder.path, MOZ_CRASHREPORTER_DISABLE: "1" },
  );
  let connection: Bidi | null = null;
  const close = async (): Promise<void> => {
    connection?.close();
    await started.end();
    folder.remove();
  };
  try {
    const [, address = ""] = await started.says(/WebDriver BiDi listening on (\S+)/, 60_000);
    const bidi = await connect(`${address}/session`);
    connection = bidi;
    const session = (await bidi.send("session.new", {
      capabilities: { alwaysMatch: { unhandledPromptBehavior: { default: "dismiss" } } },
    })) as { readonly capabilities: { readonly browserVersion: string } };
    const { context } = (await bidi.send("browsingContext.create", { type: "tab" })) as {
      readonly context: string;
    };
    return {
      name: "firefox",
      version: `Firefox ${session.capabilities.browserVersion}`,
      tab: {
        goto: async (url) =>
          void (await bidi.send("browsingContext.navigate", { context, url, wait: "complete" })),
        evaluate: (expression) => bidi.evaluate(context, expression),
      },
      close,
    };
  } catch (error) {
    await close();
    throw error;
  }
}

type Bidi = {
  send(method: string, parameters: object): Promise<unknown>;
  evaluate(context: string, expression: string): Promise<unknown>;
  close(): void;
};

type Answer = {
  readonly id?: number;
  readonly type: "success" | "error" | "event";
  readonly result?: unknown;
  readonly error?: string;
  readonly message?: string;
};

type Evaluated =
  | { readonly type: "success"; readonly result: { readonly value?: unknown } }
  | { readonly type: "exception"; readonly exceptionDetails: { readonly text: string } };

async function connect(address: string): Promise<Bidi> {
  const socket = new WebSocket(address);
  const waiting = new Map<number, (answer: Answer) => void>();
  let last = 0;
  await new Promise((resolve, reject) => {
    socket.once("open", resolve);
    socket.once("error", reject);
  });
  socket.on("message", (text: Buffer) => {
    const answer = JSON.parse(text.toString()) as Answer;
    if (answer.id !== undefined) waiting.get(answer.id)?.(answer);
  });
  const send: Bidi["send"] = (method, parameters) => {
    const id = ++last;
    const answered = new Promise<unknown>((resolve, reject) => {
      waiting.set(id, ({ type, result, error, message }) => {
        waiting.delete(id);
        if (type === "error") reject(new Error(`${method}: ${error} ${message}`));
        else resolve(result);
      });
    });
    socket.send(JSON.stringify({ id, method, params: parameters }));
    return within(ANSWER_LIMIT_MS, `Firefox's ${method}`, answered);
  };
  return {
    send,
    async evaluate(context, expression) {
      const evaluated = (await send("script.evaluate", {
        // As text: BiDi has a notation of its own for objects.
        expression: `(async () => JSON.stringify((await (${expression})) ?? null))()`,
        target: { context },
        awaitPromise: true,
      })) as Evaluated;
      if (evaluated.type === "exception") throw new Error(evaluated.exceptionDetails.text);
      return JSON.parse(String(evaluated.result.value)) as unknown;
    },
    close: () => socket.close(),
  };
}
