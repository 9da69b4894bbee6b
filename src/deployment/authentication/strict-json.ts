/**
 * JSON as the product's parser (serde) reads it, which is stricter than `JSON.parse`: no duplicate names (also when one
 * is written with escapes), at most 127 objects and arrays in each other, only finite numbers, no lone surrogates. Objects have no prototype.
 */
import { failure, success, type Result } from "../../base/result.ts";

const MAX_DEPTH = 127;
/** No token has so many. The product would read on; a megabyte of them would keep everybody else waiting. */
const MAX_VALUES = 10_000;

/** `reason` says what was wrong, for the explanation beside a refusal. */
export function parseStrictJson(bytes: Uint8Array): Result<unknown, string> {
  let text: string;
  try {
    text = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
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
const SPACE = /[ \t\n\r]*/y;
// A string up to its closing quote: escapes as pairs, no control characters.
// oxlint-disable-next-line no-control-regex
const STRING = /"(?:[^"\\\u0000-\u001f]|\\.)*"/y;
const LONE_SURROGATE = /\p{Surrogate}/u;
const WORDS: readonly (readonly [string, unknown])[] = [
  ["true", true],
  ["false", false],
  ["null", null],
];

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
    this.#match(SPACE);
    const value = this.#bare(depth);
    this.#match(SPACE);
    return value;
  }

  #bare(depth: number): unknown {
    const next = this.#text[this.#at];
    if ((next === "{" || next === "[") && depth >= MAX_DEPTH) throw new Error("it is nested too deeply");
    if (next === "{") return this.#object(depth);
    if (next === "[") return this.#array(depth);
    if (next === '"') return this.#string();
    for (const [word, value] of WORDS) {
      if (!this.#text.startsWith(word, this.#at)) continue;
      this.#at += word.length;
      return value;
    }
    const digits = this.#match(NUMBER);
    if (digits === null || digits === "") throw new Error("it is not JSON");
    const number = Number(digits);
    if (!Number.isFinite(number)) throw new Error("a number is too large");
    return number;
  }

  #object(depth: number): unknown {
    const object = Object.create(null) as Record<string, unknown>;
    this.#at += 1;
    this.#match(SPACE);
    if (this.#take("}")) return object;
    do {
      this.#match(SPACE);
      const name = this.#string();
      if (Object.hasOwn(object, name)) throw new Error(`the name "${name.slice(0, 40)}" appears twice`);
      this.#match(SPACE);
      if (!this.#take(":")) throw new Error("it is not JSON");
      const value = this.#value(depth + 1);
      Object.defineProperty(object, name, { value, enumerable: true, writable: true, configurable: true });
    } while (this.#take(","));
    if (!this.#take("}")) throw new Error("it is not JSON");
    return object;
  }

  #array(depth: number): unknown[] {
    const items: unknown[] = [];
    this.#at += 1;
    this.#match(SPACE);
    if (this.#take("]")) return items;
    do items.push(this.#value(depth + 1));
    while (this.#take(","));
    if (!this.#take("]")) throw new Error("it is not JSON");
    return items;
  }

  #string(): string {
    const literal = this.#match(STRING);
    if (literal === null || literal === "") throw new Error("it is not JSON");
    const value = JSON.parse(literal) as string;
    if (LONE_SURROGATE.test(value)) throw new Error("a string holds half a surrogate pair");
    return value;
  }

  #match(pattern: RegExp): string | null {
    pattern.lastIndex = this.#at;
    const found = pattern.exec(this.#text)?.[0] ?? null;
    if (found !== null) this.#at += found.length;
    return found;
  }

  #take(character: string): boolean {
    if (this.#text[this.#at] !== character) return false;
    this.#at += 1;
    return true;
  }
}
