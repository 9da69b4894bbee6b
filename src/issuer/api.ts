/** `IssuerApi` over WebCrypto and the system clock, for a worker or for Node. */
import { systemClock } from "../base/system-clock.ts";
import type { IssuerApi } from "../wire/issuer.ts";
import { Issuer } from "./issuer.ts";
import { createSigningKeys } from "./signing-keys.ts";

export function createIssuerApi(): IssuerApi {
  const issuer = new Issuer(createSigningKeys, {
    clock: systemClock,
    timers: systemClock,
    random: (length) => crypto.getRandomValues(new Uint8Array(length)),
  });
  return {
    open: (id, options) => issuer.open(id, options),
    connect: (id, caller, network, hops, alsoId) => issuer.connect(id, caller, network, hops, alsoId),
    mint: (id, personId, templateName, options) => issuer.mint(id, personId, templateName, options),
    inspect: (id) => issuer.inspect(id),
    change: (id, change) => issuer.change(id, change),
    setPace: (id, pace) => issuer.setPace(id, pace),
    close: (id) => issuer.close(id),
  };
}
