/** What a tab has to show: each file's text, and what undo would bring back. Pure. */

export type Texts = Readonly<Record<string, string>>;

export class TabTexts {
  #texts: Texts;
  readonly #earlier = new Map<string, string[]>();

  constructor(texts: Texts) {
    this.#texts = texts;
  }

  get all(): Texts {
    return this.#texts;
  }

  of(path: string): string {
    return this.#texts[path] ?? "";
  }

  /** One step for each file that differs. */
  change(changed: Texts): void {
    for (const [path, text] of Object.entries(changed)) {
      const before = this.of(path);
      if (before === text) continue;
      this.#earlier.set(path, [...(this.#earlier.get(path) ?? []), before]);
      this.#texts = { ...this.#texts, [path]: text };
    }
  }

  /** What undo in the file shows, which it then does; null when there is nothing to undo. */
  undo(path: string): string | null {
    const text = this.#earlier.get(path)?.pop();
    if (text === undefined) return null;
    this.#texts = { ...this.#texts, [path]: text };
    return text;
  }

  /** The page was loaded anew: the texts stay, their history is gone. */
  forgetSteps(): void {
    this.#earlier.clear();
  }
}
