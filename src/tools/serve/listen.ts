/** A stand-in behind real HTTP and WebSockets on 127.0.0.1: requests and frames go to its network port and back. */
import { createServer, type IncomingMessage, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { WebSocketServer, type WebSocket } from "ws";
import { readableBody } from "../../base/readable-body.ts";
import type { NetworkPort } from "../../network/network-port.ts";
import type { HttpResponse } from "../../wire/network.ts";

const MAX_BODY_BYTES = 16 * 1024 * 1024;
/** A token may be long; what is too long for a token is the deployment's to say. */
const MAX_HEADER_BYTES = 4 * 1024 * 1024;
/** Those that belong to the connection, not to the message (RFC 9110 §7.6.1). */
const HOP_BY_HOP = new Set(["connection", "keep-alive", "transfer-encoding", "upgrade", "content-length"]);

export type Listening = { readonly url: string; close(): Promise<void> };

/** `origin` is where the stand-in believes to be: `https://swift-lemur-412.convex.cloud`. Port 0 is any free one. */
export async function listen(port: number, origin: string, network: NetworkPort): Promise<Listening> {
  const server = createServer({ maxHeaderSize: MAX_HEADER_BYTES }, (request, response) => {
    answer(request, origin, network).then(
      ({ status, headers, body }) => {
        response.writeHead(
          status,
          headers.flatMap(([name, value]) => [name, value]),
        );
        response.end(body ?? undefined);
      },
      (error: unknown) => {
        response.writeHead(502, { "content-type": "text/plain" });
        response.end(error instanceof Error ? error.message : "No answer.");
      },
    );
  });
  const sockets = new WebSocketServer({ noServer: true, maxPayload: MAX_BODY_BYTES });
  server.on("upgrade", (request, socket, head) => {
    sockets.handleUpgrade(request, socket, head, (client) => {
      connect(client, `${origin.replace(/^http/, "ws")}${request.url ?? "/"}`, network);
    });
  });
  await started(server, port);
  const { port: bound } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${bound}`,
    close: async () => {
      for (const client of sockets.clients) client.terminate();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** Rejects when the port is taken. */
function started(server: Server, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, "127.0.0.1", () => {
      server.off("error", reject);
      resolve();
    });
  });
}

async function answer(request: IncomingMessage, origin: string, network: NetworkPort): Promise<HttpResponse> {
  const headers: [string, string][] = [];
  for (const [name, value] of Object.entries(request.headers)) {
    if (HOP_BY_HOP.has(name) || value === undefined) continue;
    headers.push([name, Array.isArray(value) ? value.join(", ") : value]);
  }
  const body = await bodyOf(request);
  if (body === null) return { status: 413, headers: [], body: "The request body is too large." };
  const method = request.method ?? "GET";
  const response = await network.request({
    method,
    url: `${origin}${request.url ?? "/"}`,
    headers,
    body: body.length === 0 ? null : readableBody(new Uint8Array(body)),
  });
  return { ...response, headers: response.headers.filter(([name]) => !HOP_BY_HOP.has(name.toLowerCase())) };
}

/** `null` when it is too long. */
async function bodyOf(request: IncomingMessage): Promise<Buffer | null> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    length += chunk.length;
    if (length > MAX_BODY_BYTES) return null;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

function connect(client: WebSocket, url: string, network: NetworkPort): void {
  const socket = network.open(url, {
    opened: () => undefined,
    message: (text) => client.send(text),
    closed(code, reason) {
      // 1005 and 1006 stand for "no code was sent" and cannot be sent themselves.
      if (code === 1005) client.close();
      else if (code === 1006) client.terminate();
      else client.close(code, reason);
    },
  });
  client.on("message", (data: Buffer, isBinary) => {
    // The protocol has text frames only.
    if (isBinary) client.close(1003, "Only text frames are understood.");
    else socket.send(data.toString("utf8"));
  });
  client.on("close", (code, reason) => socket.close(code, reason.toString("utf8")));
  client.on("error", () => client.terminate());
}
