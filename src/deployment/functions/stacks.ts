/** Stacks of thrown errors in the learner's own places: `    at handler (../convex/tasks.ts:12:8)`. */
import { decode, type SourceMapMappings } from "@jridgewell/sourcemap-codec";
import * as v from "valibot";
import { decodeBase64 } from "../../base/base64.ts";
import { FUNCTIONS_FILE, MAP_COMMENT } from "../../wire/scripts.ts";

const MAX_FRAMES = 20;
const MAX_LINE_LENGTH = 500;

const MapSchema = v.object({ sources: v.array(v.nullable(v.string())), mappings: v.string() });
type SourceMap = { readonly sources: readonly (string | null)[]; readonly mappings: SourceMapMappings };

export class StackReader {
  readonly #script: string;
  #map: SourceMap | null | undefined;

  /** A functions script with its source map at the end; without one no place is known. */
  constructor(functionsScript: string) {
    this.#script = functionsScript;
  }

  /** The frames in the learner's files, each after a line break; the last one ends in another. `""` for none. */
  frames(stack: string): string {
    const frames = stack
      .split("\n")
      .flatMap((line) => this.#frame(line))
      .slice(0, MAX_FRAMES);
    return frames.length === 0 ? "" : `\n${frames.join("\n")}\n`;
  }

  #frame(text: string): string[] {
    const at = text.indexOf(`${FUNCTIONS_FILE}:`);
    if (at < 0 || text.length > MAX_LINE_LENGTH) return [];
    const [, line, column] = /^:(\d+):(\d+)/.exec(text.slice(at + FUNCTIONS_FILE.length)) ?? [];
    const place = this.#placeOf(Number(line) - 1, Number(column) - 1);
    return place === null ? [] : [`    at ${nameOf(text.slice(0, at))} (../${place})`];
  }

  /** Lines and columns from 0. The learner's files only, not what the compiler adds. */
  #placeOf(line: number, column: number): string | null {
    this.#map ??= readMap(this.#script);
    const segment = this.#map?.mappings[line]?.findLast(([start]) => start <= column);
    if (segment === undefined || segment.length === 1) return null;
    const source = /^learner:(.+)$/.exec(this.#map?.sources[segment[1]] ?? "")?.[1];
    if (source === undefined || !source.includes("/") || source.includes("_generated/")) return null;
    return `${source}:${segment[2] + 1}:${segment[3] + 1}`;
  }
}

/** From what stands before the place: `at async name (` in V8, `name@` elsewhere. */
function nameOf(before: string): string {
  const own = /^\s*at (.+) \(/.exec(before)?.[1] ?? /^([^@/<]+)[/<]*@/.exec(before)?.[1] ?? "";
  // A module's top level is a function to the compiler.
  return own === "" || own.startsWith("learner:") ? "<anonymous>" : own;
}

function readMap(script: string): SourceMap | null {
  const at = script.lastIndexOf(MAP_COMMENT);
  const bytes = at < 0 ? null : decodeBase64(script.slice(at + MAP_COMMENT.length).trim());
  if (bytes === null) return null;
  try {
    const parsed = v.safeParse(MapSchema, JSON.parse(new TextDecoder().decode(bytes)));
    return parsed.success
      ? { sources: parsed.output.sources, mappings: decode(parsed.output.mappings) }
      : null;
  } catch {
    return null;
  }
}
