/** What the page measured, for one size of the table. Milliseconds per call. */
export type DeploymentFigures = {
  /** Rows in the table; the caller owns {@link OWN_ROWS} of them. */
  readonly rows: number;
  /** Authenticated query of the caller's rows by an index, one call after the other. */
  readonly query: readonly number[];
  /** Authenticated mutation that inserts one row. */
  readonly mutation: readonly number[];
  /** A request that no function answers: what the way there and back costs by itself. */
  readonly wayOnly: readonly number[];
};

/** Rows that the query returns, whatever the size of the table. */
export const OWN_ROWS = 10;

declare global {
  interface Window {
    /** Set at once by the page's script; settles when every round is over. */
    handoffBench?: Promise<readonly DeploymentFigures[]>;
  }
}
