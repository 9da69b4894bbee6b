/** The server half's end of the API: each request that comes over the port is answered by the learner's `server`. */
import { errorText } from "../base/format.ts";
import { parseNetworkCall, type HttpRequest, type NetworkEvent } from "../wire/network.ts";
import type { ScriptDatabase } from "../wire/script.ts";

export type Server = (request: Request, database: ScriptDatabase) => unknown;

/** `complain` is told what a server's log would say when it fails. */
export function serveRequests(
  port: MessagePort,
  server: Server,
  database: ScriptDatabase,
  complain: (text: string) => void,
): void {
  const post = port.postMessage.bind(port);
  const send = (event: NetworkEvent): void => post(event);
  port.onmessage = ({ data }: MessageEvent<unknown>) => {
    const call = parseNetworkCall(data);
    if (call?.type === "request") void receive(call.exchange, call);
    // There are no sockets here.
    if (call?.type === "open") send({ type: "closed", socket: call.socket, code: 1006, reason: "" });
  };

  async function receive(exchange: number, request: HttpRequest): Promise<void> {
    try {
      send({ type: "response", exchange, ...(await answer(request)) });
    } catch (error) {
      complain(`Uncaught (in server) ${errorText(error)}`);
      send({ type: "response", exchange, status: 500, headers: [], body: "Internal Server Error" });
    }
  }

  async function answer({ method, url, headers, body }: HttpRequest) {
    const request = new Request(url, {
      method,
      headers: headers.map(([name, value]): [string, string] => [name, value]),
      ...(body === null || body === "" ? {} : { body: body as BodyInit }),
    });
    // A copy for each request: what one writes no other reads.
    const response = await server(request, structuredClone(database));
    if (!(response instanceof Response)) {
      throw new TypeError("server(request, database) must return a Response, as Response.json(…) makes it.");
    }
    return { status: response.status, headers: [...response.headers], body: await response.text() };
  }
}
