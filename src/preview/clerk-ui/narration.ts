/** Tells, in one line of small print, which request a click makes and what Clerk answers. */
import { refusalText } from "./clerk-problem.ts";

/** A request as the line names it. */
export type Asked = {
  /** Goes on from "Asked Clerk to": "check the password". */
  readonly purpose: string;
  /** Method and path, as the Handoff pane has them. */
  readonly request: string;
};

/** What one click leads to: its requests, one after the other. */
export class Story {
  readonly #write: (text: string) => void;
  /** What was told so far. */
  #told = "";

  constructor(write: (text: string) => void) {
    this.#write = write;
  }

  /** Does the work and tells it. `answer` goes on from "Clerk answered:"; rejects as the work does. */
  async ask<Value>(
    { purpose, request }: Asked,
    work: () => Promise<Value>,
    answer: (value: Value) => string,
  ): Promise<Value> {
    const asking = `${this.#told}Asked Clerk to ${purpose} (${request})`;
    this.#write(`${asking}…`);
    try {
      const value = await work();
      this.#told = `${asking}. ${sentence(`Clerk answered: ${answer(value)}`)} `;
      this.#write(this.#told.trimEnd());
      return value;
    } catch (error) {
      this.#write(`${asking}: ${refusalText(error)}`);
      throw error;
    }
  }
}

function sentence(text: string): string {
  return text.endsWith("…") ? text : `${text}.`;
}

/** The head of an id is enough to find it again in the panes. */
export function shortId(id: string): string {
  return id.length > 12 ? `${id.slice(0, 11)}…` : id;
}
