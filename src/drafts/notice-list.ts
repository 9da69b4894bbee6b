/** What there is to tell, the newest first, of which a person sees one at a time. */
import type { Notice, NoticeType } from "./notices.ts";

export class NoticeList {
  readonly #show: (notice: Notice | null) => void;
  #notices: readonly Notice[] = [];

  /** `show` gets what to tell now; null for nothing. */
  constructor(show: (notice: Notice | null) => void) {
    this.#show = show;
  }

  tell(notice: Notice): void {
    this.#set([notice, ...this.#notices.filter(({ type }) => type !== notice.type)]);
  }

  withdraw(...types: readonly NoticeType[]): void {
    if (this.#notices.some(({ type }) => types.includes(type)))
      this.#set(this.#notices.filter(({ type }) => !types.includes(type)));
  }

  /** The one that is shown has been read; null where none was. */
  dismiss(): NoticeType | null {
    const [read, ...rest] = this.#notices;
    this.#set(rest);
    return read?.type ?? null;
  }

  #set(notices: readonly Notice[]): void {
    this.#notices = notices;
    this.#show(notices[0] ?? null);
  }
}
