/** A server on another port of 127.0.0.1 that remembers every path it was asked for. */
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";

export type Listener = {
  readonly url: string;
  readonly arrived: readonly string[];
  close(): void;
};

export async function listen(): Promise<Listener> {
  const arrived: string[] = [];
  const server = createServer((request, response) => {
    arrived.push(request.url ?? "");
    response.writeHead(200, { "access-control-allow-origin": "*" }).end("x");
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    arrived,
    close: () => server.close(),
  };
}
