/** Gives an opaque frame what it may not have of the platform: cookies, two storages and locks, all in memory. */
import { CookieJar } from "./cookie-jar.ts";
import { MemoryLocks } from "./memory-locks.ts";
import { memoryStorage } from "./memory-storage.ts";

/** Once per frame. What they hold goes with the frame. */
export function installBrowserStorage(page: Window): void {
  const jar = new CookieJar(() => Date.now());
  Object.defineProperty(page.document, "cookie", {
    configurable: true,
    get: () => jar.read(),
    set(text: unknown) {
      jar.write(String(text));
    },
  });
  Object.defineProperty(page, "localStorage", { configurable: true, value: memoryStorage() });
  Object.defineProperty(page, "sessionStorage", { configurable: true, value: memoryStorage() });
  Object.defineProperty(page.navigator, "locks", { configurable: true, value: new MemoryLocks() });
}
