/** Servers that only wait for something to arrive. Each attempt has one of its own. */
import { createSocket, type Socket } from "node:dgram";
import { createServer, type AddressInfo, type Server } from "node:net";
import type { Target } from "./attempts/attempt.ts";

/** What there is to aim at. */
export type Network = {
  /** Address of an interface that is not the loopback one; null: there is none that nobody else is on. */
  readonly interfaceAddress: string | null;
  /** Names asked for, in lower case; null: there is no name server of our own. */
  readonly askedNames: ReadonlySet<string> | null;
};

export type Trap = {
  readonly target: Target;
  /** Beginnings of what arrived: `connection` alone for one that carried nothing. */
  caught(): readonly string[];
  close(): void;
};

const ANSWER =
  "HTTP/1.1 200 OK\r\nAccess-Control-Allow-Origin: *\r\nAccess-Control-Allow-Headers: *\r\nContent-Type: text/plain\r\nContent-Length: 1\r\nConnection: close\r\n\r\nx";

const MOST_TRIES = 20;

/** `cell` and `name` make the name that nobody else asks for. */
export async function setTrap(cell: string, name: string, network: Network): Promise<Trap> {
  const caught: string[] = [];
  const address = network.interfaceAddress === null ? "127.0.0.1" : "0.0.0.0";
  const server = createServer((socket) => {
    caught.push("connection");
    socket.on("error", () => undefined);
    socket.once("data", (bytes) => {
      caught.push(bytes.toString("latin1", 0, 40));
      socket.end(ANSWER);
    });
  });
  const { port, datagrams } = await listenTwice(server, address, (bytes) => {
    caught.push(`datagram of ${bytes.length} bytes`);
  });
  const label = `${name}-${cell}-${port}`.toLowerCase().replaceAll(/[^a-z0-9-]/g, "-");
  const hostName = `${label}.attempt.test`;
  return {
    target: {
      port,
      url: `http://127.0.0.1:${port}/${name}`,
      secureUrl: `https://127.0.0.1:${port}/${name}`,
      socketUrl: `ws://127.0.0.1:${port}/${name}`,
      interfaceAddress: network.interfaceAddress ?? "127.0.0.1",
      hostName,
    },
    caught: () =>
      network.askedNames?.has(hostName) === true ? [...caught, `lookup of ${hostName}`] : caught,
    close() {
      server.close();
      datagrams.close();
    },
  };
}

/** On a port that is free for both: the browser has sockets of its own for datagrams. */
async function listenTwice(
  server: Server,
  address: string,
  onDatagram: (bytes: Buffer) => void,
): Promise<{ readonly port: number; readonly datagrams: Socket }> {
  for (let tries = 1; ; tries++) {
    await new Promise<void>((resolve) => server.listen(0, address, resolve));
    const { port } = server.address() as AddressInfo;
    const datagrams = createSocket("udp4", onDatagram);
    try {
      await new Promise<void>((resolve, reject) => {
        datagrams.once("error", reject);
        datagrams.bind(port, address, resolve);
      });
      return { port, datagrams };
    } catch (error) {
      datagrams.close();
      await new Promise((resolve) => server.close(resolve));
      if (tries === MOST_TRIES) throw error;
    }
  }
}
