/**
 * JSON as the product's parser (serde) reads it, which is stricter than `JSON.parse`: no duplicate names (also when one
 * is written with escapes), at most 127 objects and arrays in each other, only finite numbers, no lone surrogates. Objects have no prototype.
 */
import { failure, success, type Result } from "../../base/result.ts";

const MAX_DEPTH = 127;
/** No token has so many. The product would read on; a megabyte of them would keep everybody else waiting. */
const MAX_VALUES = 10_000;
const utf8 = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

/** `reason` says what was wrong, for the explanation beside a refusal. */
export function parseStrictJson(bytes: Uint8Array): Result<unknown, string> {
  let text: string;
  try {
    text = utf8.decode(bytes);
  } catch {
    return failure("it is not valid UTF-8");
  }
  try {
    return success(new Reader(text).readDocument());
  } catch (error) {
    return failure(error instanceof Error ? error.message : "it is not JSON");
  }
}

const NUMBER = /-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?/y;
const LONE_SURROGATE = /\p{Surrogate}/u;
const WORDS: readonly (readonly [string, unknown])[] = [
  ["true", true],
  ["false", false],
  ["null", null],
];

const TAB = 9;
const LINE_FEED = 10;
const RETURN = 13;
const SPACE = 32;
const QUOTE = 34;
const COMMA = 44;
const COLON = 58;
const BRACKET = 91;
const BACKSLASH = 92;
const BRACKET_END = 93;
const BRACE = 123;
const BRACE_END = 125;
const FIRST_SURROGATE = 0xd800;

/** By character code: tokens are read on every request, and a pattern for each space would be most of the work. */
class Reader {
  readonly #text: string;
  #at = 0;
  #values = 0;

  constructor(text: string) {
    this.#text = text;
  }

  readDocument(): unknown {
    const value = this.#value(0);
    if (this.#at !== this.#text.length) throw new Error("something follows the JSON value");
    return value;
  }

  #value(depth: number): unknown {
    this.#values += 1;
    if (this.#values > MAX_VALUES) throw new Error("it holds too many values");
    this.#skipSpace();
    const value = this.#bare(depth);
    this.#skipSpace();
    return value;
  }

  #bare(depth: number): unknown {
    const next = this.#text.charCodeAt(this.#at);
    if (next === QUOTE) return this.#string();
    if (next === BRACE || next === BRACKET) {
      if (depth >= MAX_DEPTH) throw new Error("it is nested too deeply");
      return next === BRACE ? this.#object(depth) : this.#array(depth);
    }
    for (const [word, value] of WORDS) {
      if (!this.#text.startsWith(word, this.#at)) continue;
      this.#at += word.length;
      return value;
    }
    return this.#number();
  }

  #number(): number {
    NUMBER.lastIndex = this.#at;
    const digits = NUMBER.exec(this.#text)?.[0];
    if (digits === undefined) throw new Error("it is not JSON");
    this.#at += digits.length;
    const number = Number(digits);
    if (!Number.isFinite(number)) throw new Error("a number is too large");
    return number;
  }

  #object(depth: number): unknown {
    const object = Object.create(null) as Record<string, unknown>;
    this.#at += 1;
    this.#skipSpace();
    if (this.#take(BRACE_END)) return object;
    do {
      this.#skipSpace();
      const name = this.#string();
      if (name in object) throw new Error(`the name "${name.slice(0, 40)}" appears twice`);
      this.#skipSpace();
      if (!this.#take(COLON)) throw new Error("it is not JSON");
      // Without a prototype, `__proto__` is a name like any other.
      object[name] = this.#value(depth + 1);
    } while (this.#take(COMMA));
    if (!this.#take(BRACE_END)) throw new Error("it is not JSON");
    return object;
  }

  #array(depth: number): unknown[] {
    const items: unknown[] = [];
    this.#at += 1;
    this.#skipSpace();
    if (this.#take(BRACKET_END)) return items;
    do items.push(this.#value(depth + 1));
    while (this.#take(COMMA));
    if (!this.#take(BRACKET_END)) throw new Error("it is not JSON");
    return items;
  }

  #string(): string {
    const text = this.#text;
    const start = this.#at;
    if (text.charCodeAt(start) !== QUOTE) throw new Error("it is not JSON");
    let at = start + 1;
    let isPlain = true;
    for (;;) {
      const code = text.charCodeAt(at);
      if (code === QUOTE) break;
      // At the end of the text the code is not a number, and no number either.
      if (!(code >= SPACE)) throw new Error("it is not JSON");
      if (code === BACKSLASH || code >= FIRST_SURROGATE) isPlain = false;
      at += code === BACKSLASH ? 2 : 1;
    }
    this.#at = at + 1;
    if (isPlain) return text.slice(start + 1, at);
    const value = JSON.parse(text.slice(start, at + 1)) as string;
    if (LONE_SURROGATE.test(value)) throw new Error("a string holds half a surrogate pair");
    return value;
  }

  #skipSpace(): void {
    for (;;) {
      const code = this.#text.charCodeAt(this.#at);
      if (code !== SPACE && code !== LINE_FEED && code !== RETURN && code !== TAB) return;
      this.#at += 1;
    }
  }

  #take(code: number): boolean {
    if (this.#text.charCodeAt(this.#at) !== code) return false;
    this.#at += 1;
    return true;
  }
}
