/** Slow and failing ways to a Clerk instance, as settings: what waits and fails is real, only the cause is made. */
import type { Timers } from "../base/clock.ts";
import type { Caller } from "./hops.ts";
import type { Instance } from "./instance.ts";

const SLOW_MS = 3000;

export function throughWeather(
  instance: Instance,
  caller: Caller,
  timers: Timers,
): Pick<Instance, "host" | "respond"> {
  return {
    host: instance.host,
    async respond(request) {
      const weather = instance.weather(caller);
      switch (weather) {
        case "normal":
          return instance.respond(request);
        case "slow":
          await new Promise<void>((resolve) => timers.after(SLOW_MS, resolve));
          return instance.respond(request);
        case "failing":
          return { status: 503, headers: [["content-type", "text/plain"]], body: "Service Unavailable" };
        default:
          return weather satisfies never;
      }
    },
  };
}
