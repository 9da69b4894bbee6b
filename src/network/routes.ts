/** The sandbox's internet: a table of hosts. What is not in it does not exist. */
import type { NetworkPort } from "./network-port.ts";

export type Routes = {
  /** The stand-in that answers for a host, or null. */
  find(host: string): NetworkPort | null;
  /** Hosts that can be reached, for the sentence a learner reads when another is asked for. */
  readonly hosts: readonly string[];
};

export function routes(table: Readonly<Record<string, NetworkPort>>): Routes {
  return {
    find: (host) => (Object.hasOwn(table, host) ? (table[host] ?? null) : null),
    hosts: Object.keys(table),
  };
}

/** Told of each request that leads nowhere, so that the console can say so. */
export type UnreachableListener = (message: string) => void;

export function unreachableMessage(url: string, hosts: readonly string[]): string {
  return `${url} cannot be reached: this sandbox has no internet. It reaches ${hosts.join(", ")}`;
}
