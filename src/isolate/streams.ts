/**
 * `for await (const row of ctx.db.query(…))`: `convex/server` asks row by row, the deployment answers in batches. The
 * first is small, so that a loop that stops early has not read far; each later one is four times the size.
 */
import { QUERY_BATCH } from "../wire/syscall.ts";

const FIRST_SIZE = 16;
const MAX_SIZE = 1024;

type Stream = { query: unknown; rows: string[]; at: number; isDone: boolean; size: number };
type Ask = (op: string, argsJson: string) => Promise<string>;

export class Streams {
  readonly #streams = new Map<number, Stream>();
  readonly #ask: Ask;
  #last = 0;

  constructor(ask: Ask) {
    this.#ask = ask;
  }

  open(query: unknown): number {
    const id = ++this.#last;
    this.#streams.set(id, { query, rows: [], at: 0, isDone: false, size: FIRST_SIZE });
    return id;
  }

  close(id: number): void {
    this.#streams.delete(id);
  }

  /** `{ value, done }` as JSON text. */
  async next(id: number): Promise<string> {
    const stream = this.#streams.get(id);
    if (stream === undefined) throw new Error("The query is closed.");
    while (stream.at >= stream.rows.length && !stream.isDone) await this.#fetch(id, stream);
    const row = stream.rows[stream.at];
    if (row === undefined) return `{"value":null,"done":true}`;
    stream.at += 1;
    return `{"value":${row},"done":false}`;
  }

  async #fetch(id: number, stream: Stream): Promise<void> {
    const { query, size } = stream;
    const first = query === null ? {} : { query };
    const answer = await this.#ask(QUERY_BATCH, JSON.stringify({ stream: id, size, ...first }));
    const { rows, done } = JSON.parse(answer) as { rows: string[]; done: boolean };
    stream.query = null;
    stream.rows = rows;
    stream.at = 0;
    stream.isDone = done;
    stream.size = Math.min(MAX_SIZE, size * 4);
  }
}
