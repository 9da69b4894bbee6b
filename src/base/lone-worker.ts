/** What a worker that runs somebody else's code must not have. */

/**
 * To be called before that code is loaded. The worker speaks on the ports that it is handed. Others that it started could
 * not be followed; what it posts to the document that made it is heard by nobody, and yet stands in that document's queue
 * when the worker is long gone (measured in Chromium: five seconds for what a loop posts in one). So does what
 * `reportError` is given.
 */
export function standAlone(realm: object): void {
  // Where each of them stands is different from engine to engine.
  for (let place: object | null = realm; place !== null; place = Reflect.getPrototypeOf(place)) {
    for (const name of ["Worker", "postMessage", "reportError"]) Reflect.deleteProperty(place, name);
  }
}
