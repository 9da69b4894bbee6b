/** A sandbox frame without a browser: each realm is a thread, so that any of them can be ended. */
import { Worker, type TransferListItem } from "node:worker_threads";
import { parseSandboxReport } from "../../wire/sandbox.ts";
import type { SandboxFrame } from "../../run/sandbox-frame.ts";

/** What an app logs is told by the preview; a second copy among the test results says nothing. */
const QUIET = { stdout: true, stderr: true };

export function openThreadFrame(): SandboxFrame {
  let document: Worker | null = null;
  const workers = new Map<string, Worker>();

  /** Many a frame only has workers. */
  function documentThread(): Worker {
    document ??= listen(new Worker(new URL("./document-thread.mjs", import.meta.url), QUIET), "document");
    return document;
  }

  function listen(thread: Worker, name: string): Worker {
    thread.on("message", (message: unknown) => {
      const report = parseSandboxReport(message);
      if (report !== null) frame.onReport(report);
    });
    thread.on("error", (error) => frame.onReport({ type: "failed", name, message: String(error) }));
    return thread;
  }

  function end(thread: Worker | null | undefined): void {
    thread?.removeAllListeners();
    void thread?.terminate();
  }

  const frame: SandboxFrame = {
    ready: Promise.resolve(),
    send(command, ports = []) {
      // Node's ports are the platform's; only their types have other names.
      const moved = ports as unknown as readonly TransferListItem[];
      switch (command.type) {
        case "script":
          documentThread().postMessage({ ...command, ports }, moved);
          return;
        case "worker": {
          const thread = new Worker(new URL("./worker-thread.mjs", import.meta.url), QUIET);
          workers.set(command.name, listen(thread, command.name));
          thread.postMessage({ ...command, ports }, moved);
          return;
        }
        case "terminate":
          end(workers.get(command.name));
          workers.delete(command.name);
          return;
        case "ping":
          documentThread().postMessage(command);
          return;
        default:
          command satisfies never;
      }
    },
    onReport: () => undefined,
    show: () => undefined,
    remove() {
      end(document);
      for (const thread of workers.values()) end(thread);
      workers.clear();
    },
  };
  return frame;
}
