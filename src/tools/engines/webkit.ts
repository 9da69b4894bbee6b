/** WebKitGTK's MiniBrowser, driven by WebDriver, on a screen of its own that nobody sees. It is not Safari. */
import { startProcess, temporaryFolder } from "./browser-process.ts";
import { ANSWER_LIMIT_MS, within, type Engine } from "./engine.ts";
import type { WebkitPaths } from "./paths.ts";

export async function launchWebkit(paths: WebkitPaths): Promise<Engine> {
  const folder = temporaryFolder("webkit");
  // It chooses a free number and writes it to the descriptor.
  const screen = startProcess(paths.screen, [
    "-displayfd",
    "1",
    "-nolisten",
    "tcp",
    "-screen",
    "0",
    "1400x1000x24",
  ]);
  const [number = ""] = await screen.says(/^\d+(?=\n)/, 20_000);
  const port = 20_000 + Math.floor(Math.random() * 20_000);
  const driver = startProcess(paths.driver, [`--port=${port}`, "--host=127.0.0.1"], {
    DISPLAY: `:${number}`,
    HOME: folder.path,
    WEBKIT_DISABLE_COMPOSITING_MODE: "1",
    NO_AT_BRIDGE: "1",
  });
  const close = async (): Promise<void> => {
    await driver.end();
    await screen.end();
    folder.remove();
  };
  const root = `http://127.0.0.1:${port}/session`;
  try {
    const options = { binary: paths.browser, args: ["--automation"] };
    const session = (await command(root, {
      capabilities: { alwaysMatch: { "webkitgtk:browserOptions": options } },
    })) as { readonly sessionId: string; readonly capabilities: { readonly browserVersion: string } };
    const address = `${root}/${session.sessionId}`;
    await command(`${address}/timeouts`, { script: ANSWER_LIMIT_MS, pageLoad: ANSWER_LIMIT_MS });
    return {
      name: "webkit",
      version: `WebKitGTK ${session.capabilities.browserVersion}`,
      tab: {
        goto: async (url) => void (await command(`${address}/url`, { url })),
        async evaluate(expression) {
          const script = `const done = arguments[0];
            (async () => (${expression}))().then((value) => done(JSON.stringify({ value })), (error) => done(JSON.stringify({ error: String(error) })));`;
          const answer = JSON.parse(
            String(await command(`${address}/execute/async`, { script, args: [] })),
          ) as {
            readonly value?: unknown;
            readonly error?: string;
          };
          if (answer.error !== undefined) throw new Error(answer.error);
          return answer.value ?? null;
        },
      },
      close,
    };
  } catch (error) {
    await close();
    throw error;
  }
}

/** The driver may not listen yet when the first is sent. */
async function command(url: string, body: object): Promise<unknown> {
  for (let tries = 1; ; tries++) {
    try {
      const response = await within(
        ANSWER_LIMIT_MS,
        "WebKit",
        fetch(url, {
          method: "POST",
          body: JSON.stringify(body),
          headers: { "content-type": "application/json" },
        }),
      );
      const { value } = (await response.json()) as { readonly value: unknown };
      if (!response.ok) throw new Error(`WebDriver: ${JSON.stringify(value).slice(0, 400)}`);
      return value;
    } catch (error) {
      if (!(error instanceof TypeError) || tries === 40) throw error;
      await new Promise((resolve) => setTimeout(resolve, 250));
    }
  }
}
