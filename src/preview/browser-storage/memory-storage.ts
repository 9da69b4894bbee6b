/** `localStorage` and `sessionStorage` in memory: they last as long as the app in front. */

class MemoryStorage implements Storage {
  readonly #items = new Map<string, string>();
  [name: string]: unknown;

  get length(): number {
    return this.#items.size;
  }
  key(index: number): string | null {
    return [...this.#items.keys()][index] ?? null;
  }
  getItem(key: unknown): string | null {
    return this.#items.get(String(key)) ?? null;
  }
  setItem(key: unknown, value: unknown): void {
    this.#items.set(String(key), String(value));
  }
  removeItem(key: unknown): void {
    this.#items.delete(String(key));
  }
  clear(): void {
    this.#items.clear();
  }
}

/** Items are its properties as well, as in `localStorage.theme = "dark"`. */
export function memoryStorage(): Storage {
  const storage = new MemoryStorage();
  const isItem = (key: string | symbol): key is string =>
    typeof key === "string" && storage.getItem(key) !== null;
  return new Proxy(storage, {
    get(target, key) {
      if (!(key in target)) return typeof key === "string" ? (target.getItem(key) ?? undefined) : undefined;
      const own: unknown = Reflect.get(target, key, target);
      return typeof own === "function" ? own.bind(target) : own;
    },
    set(target, key, value) {
      if (typeof key === "string") target.setItem(key, String(value));
      return true;
    },
    has: (target, key) => key in target || isItem(key),
    deleteProperty(target, key) {
      if (typeof key === "string") target.removeItem(key);
      return true;
    },
    ownKeys: (target) => Array.from({ length: target.length }, (_, index) => target.key(index) ?? ""),
    getOwnPropertyDescriptor: (target, key) =>
      isItem(key)
        ? { value: target.getItem(key), writable: true, enumerable: true, configurable: true }
        : undefined,
  });
}
