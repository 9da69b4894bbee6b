/** `npm run soak`: installs, builds, does anything to the site for ten minutes, and prints what it found. `--seconds N --seed S`. */
import { bin, install, run } from "./install.mjs";

install();
const { findOrInstallChromium } = await import("./chromium.mjs");
const chromium = await findOrInstallChromium();

/** The whole number after a flag. */
function given(flag, otherwise) {
  const at = process.argv.indexOf(flag);
  if (at < 0) return otherwise;
  const text = process.argv[at + 1] ?? "";
  if (/^\d+$/.test(text)) return Number(text);
  console.error(`${flag} needs a whole number.`);
  return process.exit(1);
}

const seconds = given("--seconds", 600);
const seed = given("--seed", Date.now() % 1_000_000);
console.log(`A soak of ${seconds} s with seed ${seed}…`);
const soak = ["run", "--project", "chromium", "src/tools/soak/soak.browser.test.ts"];
const status = run(bin("vitest"), [...soak, "--disable-console-intercept"], {
  allowFailure: true,
  env: {
    ...process.env,
    CHROME_PATH: chromium,
    HANDOFF_SOAK_SECONDS: String(seconds),
    HANDOFF_SOAK_SEED: String(seed),
  },
});
process.exit(status);
