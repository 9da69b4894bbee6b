/** Finds a Chromium for the tests, and installs one when there is none. */
import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { root } from "./install.mjs";

const PLACES = [
  "/usr/bin/chromium",
  "/usr/bin/chromium-browser",
  "/usr/bin/google-chrome",
  "/usr/bin/google-chrome-stable",
  "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
  "/Applications/Chromium.app/Contents/MacOS/Chromium",
  "C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe",
  "C:\\Program Files (x86)\\Google\\Chrome\\Application\\chrome.exe",
];

/** `CHROME_PATH`, else the usual places, else Playwright's own download; null when there is none. */
export async function findChromium() {
  const named = process.env.CHROME_PATH;
  if (named) return named;
  const place = PLACES.find((path) => existsSync(path));
  if (place) return place;
  const { chromium } = await import("playwright-core");
  const own = chromium.executablePath();
  return own && existsSync(own) ? own : null;
}

/** As {@link findChromium}; installs from Debian's packages or by Playwright when nothing is found. */
export async function findOrInstallChromium() {
  const found = await findChromium();
  if (found) return found;
  console.log("No Chromium found; installing one…");
  const isRoot = process.getuid?.() === 0;
  if (isRoot && existsSync("/usr/bin/apt-get")) {
    const shell = (args) =>
      spawnSync("apt-get", args, {
        stdio: "inherit",
        env: { ...process.env, DEBIAN_FRONTEND: "noninteractive" },
      });
    shell(["update"]);
    shell(["install", "-y", "--no-install-recommends", "chromium"]);
  } else {
    spawnSync("npx", ["playwright-core", "install", "chromium"], {
      cwd: root,
      stdio: "inherit",
      shell: process.platform === "win32",
    });
  }
  const installed = await findChromium();
  if (installed) return installed;
  console.error("No Chromium could be installed. Install Chrome or Chromium, or set CHROME_PATH to one.");
  return process.exit(1);
}
