/** Set by `npm run test:cells`: all combinations are run, of which `npm test` runs some. */
export const isEvery = process.env["HANDOFF_EVERY_CELL"] !== undefined;
