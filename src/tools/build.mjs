/**
 * `npm run build`: builds the site into `dist/`. `--without-solutions` leaves the solutions and the wrong answers out;
 * what else is given goes to `vite build`.
 */
import { bin, run } from "./install.mjs";

const FLAG = "--without-solutions";

const given = process.argv.slice(2);
const withoutSolutions = given.includes(FLAG);
const rest = given.filter((argument) => argument !== FLAG);
// A folder that an earlier build filled must not keep its solutions, so it is emptied wherever it is.
if (withoutSolutions) rest.push("--emptyOutDir");
run(bin("vite"), ["build", ...rest], {
  env: { ...process.env, HANDOFF_WITHOUT_SOLUTIONS: withoutSolutions ? "1" : "" },
});
