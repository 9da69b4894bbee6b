/**
 * `WebSocket` over the sandbox's network. What the real Convex client needs of it: it opens after the constructor has
 * returned, messages come in order and never from within `send`, and `close` always ends in `onclose`.
 */
import { LONGEST_URL } from "../wire/network.ts";
import type { SocketHandle } from "./network-port.ts";
import { unreachableMessage, type Routes, type UnreachableListener } from "./routes.ts";

type Handler<E extends Event> = ((event: E) => void) | null;

/**
 *   0 CONNECTING ──opened──▶ 1 OPEN ──close()──▶ 2 CLOSING ──closed──▶ 3 CLOSED
 *        └────────close(), or closed by the other side───────▲
 */
const CONNECTING = 0;
const OPEN = 1;
const CLOSING = 2;
const CLOSED = 3;

/** RFC 6455 §5.5. */
const LONGEST_REASON_BYTES = 123;

export function createWebSocket(routes: Routes, onUnreachable: UnreachableListener): typeof WebSocket {
  class SandboxWebSocket extends EventTarget {
    static readonly CONNECTING = CONNECTING;
    static readonly OPEN = OPEN;
    static readonly CLOSING = CLOSING;
    static readonly CLOSED = CLOSED;
    readonly CONNECTING = CONNECTING;
    readonly OPEN = OPEN;
    readonly CLOSING = CLOSING;
    readonly CLOSED = CLOSED;

    readonly url: string;
    readonly protocol = "";
    readonly extensions = "";
    readonly bufferedAmount = 0;
    binaryType: BinaryType = "blob";
    readyState: 0 | 1 | 2 | 3 = CONNECTING;
    onopen: Handler<Event> = null;
    onmessage: Handler<MessageEvent> = null;
    onerror: Handler<Event> = null;
    onclose: Handler<CloseEvent> = null;
    readonly #handle: SocketHandle | null;

    constructor(address: string | URL) {
      super();
      const url = new URL(address);
      this.url = url.href;
      const port = url.href.length > LONGEST_URL ? null : routes.find(url.host);
      if (port === null) {
        onUnreachable(unreachableMessage(this.url, routes.hosts));
        this.#handle = null;
        queueMicrotask(() => this.#closed(1006, "", true));
        return;
      }
      this.#handle = port.open(this.url, {
        opened: () => this.#opened(),
        message: (text) => this.#message(text),
        closed: (code, reason) => this.#closed(code, reason, code === 1006),
      });
    }

    send(text: string): void {
      if (this.readyState === CONNECTING) {
        throw new DOMException("Still in CONNECTING state.", "InvalidStateError");
      }
      if (this.readyState === OPEN) this.#handle?.send(text);
    }

    close(code?: number, reason = ""): void {
      if (new TextEncoder().encode(reason).length > LONGEST_REASON_BYTES) {
        throw new DOMException("The close reason must not be greater than 123 UTF-8 bytes.", "SyntaxError");
      }
      if (this.readyState >= CLOSING) return;
      this.readyState = CLOSING;
      this.#handle?.close(code ?? null, reason);
    }

    #opened(): void {
      if (this.readyState !== CONNECTING) return;
      this.readyState = OPEN;
      this.#emit(new Event("open"), this.onopen);
    }

    #message(text: string): void {
      if (this.readyState !== OPEN) return;
      this.#emit(
        new MessageEvent("message", { data: text, origin: new URL(this.url).origin }),
        this.onmessage,
      );
    }

    #closed(code: number, reason: string, failed: boolean): void {
      if (this.readyState === CLOSED) return;
      this.readyState = CLOSED;
      if (failed) this.#emit(new Event("error"), this.onerror);
      this.#emit(new CloseEvent("close", { code, reason, wasClean: !failed }), this.onclose);
    }

    /** As the platform does: the handler property is one listener among the others. */
    #emit<E extends Event>(event: E, handler: Handler<E>): void {
      if (handler !== null) this.addEventListener(event.type, handler as EventListener, { once: true });
      this.dispatchEvent(event);
    }
  }
  return SandboxWebSocket;
}
