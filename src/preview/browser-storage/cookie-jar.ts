/** `document.cookie` in memory, for one site: paths and domains are not told apart. */

type Cookie = {
  readonly value: string;
  /** Milliseconds since the epoch; Infinity for one of the session. */
  readonly expireAt: number;
};

export class CookieJar {
  readonly #cookies = new Map<string, Cookie>();
  readonly #now: () => number;

  /** `now` is in milliseconds since the epoch. */
  constructor(now: () => number) {
    this.#now = now;
  }

  /** What `document.cookie` reads: `name=value` joined by `; `. */
  read(): string {
    for (const [name, { expireAt }] of this.#cookies) {
      if (expireAt <= this.#now()) this.#cookies.delete(name);
    }
    return [...this.#cookies]
      .map(([name, { value }]) => (name === "" ? value : `${name}=${value}`))
      .join("; ");
  }

  /** What an assignment to `document.cookie` does: one cookie with its attributes. RFC 6265, section 5.2. */
  write(text: string): void {
    const [pair = "", ...attributes] = text.split(";").map((part) => part.trim());
    const [name, value] = pair.includes("=") ? halves(pair) : ["", pair];
    const given = new Map(attributes.map(halves).map(([key, of]) => [key.toLowerCase(), of]));
    // A script neither sets nor replaces a cookie that scripts cannot read.
    if (pair === "" || given.has("httponly")) return;
    const expireAt = expiry(given, this.#now());
    if (expireAt <= this.#now()) this.#cookies.delete(name);
    else this.#cookies.set(name, { value, expireAt });
  }
}

/** Max-Age goes before Expires; what is no number and no date counts as not given. */
function expiry(attributes: ReadonlyMap<string, string>, now: number): number {
  const age = attributes.get("max-age") ?? "";
  if (/^-?\d+$/.test(age)) return now + Number(age) * 1000;
  const at = Date.parse(attributes.get("expires") ?? "");
  return Number.isNaN(at) ? Infinity : at;
}

function halves(text: string): [string, string] {
  const [head = "", ...rest] = text.split("=");
  return [head.trim(), rest.join("=").trim()];
}
