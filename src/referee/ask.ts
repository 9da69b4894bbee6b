import type { RefereeRequest } from "../wire/referee.ts";

/** Asks the page; rejects with the page's sentence when it cannot. */
export type Ask = (request: RefereeRequest) => Promise<unknown>;
