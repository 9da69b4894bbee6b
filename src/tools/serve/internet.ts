/** The deployment's way out when it is served: stand-ins by host, and the real network for every other. */
import { readableBody } from "../../base/readable-body.ts";
import type { NetworkPort } from "../../network/network-port.ts";
import {
  parseNetworkCall,
  type HttpResponse,
  type NetworkCall,
  type NetworkEvent,
} from "../../wire/network.ts";

/** Answers what comes over `port`. A token of a real issuer is verified with that issuer's own keys. */
export function networkAnswerer(port: MessagePort, standIns: Readonly<Record<string, NetworkPort>>): void {
  const post = (event: NetworkEvent): void => port.postMessage(event);
  port.onmessage = ({ data }: MessageEvent<unknown>) => {
    const call = parseNetworkCall(data);
    if (call?.type !== "request") return;
    const { exchange } = call;
    respond(call, standIns).then(
      ({ status, headers, body }) => {
        const pairs = headers.map(([name, value]): [string, string] => [name, value]);
        post({
          type: "response",
          exchange,
          status,
          headers: pairs,
          body: body as string | Uint8Array<ArrayBuffer> | null,
        });
      },
      (error: unknown) => post({ type: "failed", exchange, message: String(error) }),
    );
  };
}

async function respond(
  call: Extract<NetworkCall, { type: "request" }>,
  standIns: Readonly<Record<string, NetworkPort>>,
): Promise<HttpResponse> {
  const { host } = new URL(call.url);
  const standIn = Object.hasOwn(standIns, host) ? standIns[host] : undefined;
  if (standIn !== undefined) return standIn.request(call);
  const response = await fetch(call.url, { method: call.method, headers: call.headers, redirect: "manual" });
  const body = readableBody(new Uint8Array(await response.arrayBuffer()));
  return { status: response.status, headers: [...response.headers], body };
}
