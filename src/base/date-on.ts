/** `Date` as before, with another present: `now` gives whole milliseconds since the epoch. */
export function dateOn(Native: DateConstructor, now: () => number): DateConstructor {
  return new Proxy(Native, {
    construct: (target, args, newTarget) =>
      Reflect.construct(target, args.length === 0 ? [now()] : args, newTarget) as object,
    apply: () => new Native(now()).toString(),
    get: (target, name) => (name === "now" ? now : (Reflect.get(target, name) as unknown)),
  });
}
