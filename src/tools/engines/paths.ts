/** Where the engines are on this machine, and how they get there. */
import { spawnSync } from "node:child_process";
import { existsSync, readdirSync } from "node:fs";
import { findChromium } from "../chromium.mjs";
import type { EngineName } from "./engine.ts";

export type WebkitPaths = {
  readonly driver: string;
  readonly browser: string;
  /** Draws a screen into memory. */
  readonly screen: string;
};

/** Null: not installed. */
export type EnginePaths = {
  readonly chromium: string | null;
  readonly firefox: string | null;
  readonly webkit: WebkitPaths | null;
};

const FIREFOX = [
  "/usr/bin/firefox-esr",
  "/usr/bin/firefox",
  "/Applications/Firefox.app/Contents/MacOS/firefox",
];
const DRIVER = "/usr/bin/WebKitWebDriver";
const SCREEN = "/usr/bin/Xvfb";
const LIBRARIES = "/usr/lib";

/** Debian's packages; `iproute2` makes the private network. */
const PACKAGES: Readonly<Record<Exclude<EngineName, "chromium">, readonly string[]>> = {
  firefox: ["firefox-esr", "iproute2"],
  webkit: ["webkit2gtk-driver", "xvfb", "iproute2"],
};

/** `FIREFOX_PATH` and `CHROME_PATH` name another. */
export async function findEngines(): Promise<EnginePaths> {
  const named = process.env["FIREFOX_PATH"];
  const firefox = named === undefined || named === "" ? FIREFOX.find((path) => existsSync(path)) : named;
  return { chromium: await findChromium(), firefox: firefox ?? null, webkit: findWebkit() };
}

/** The newest MiniBrowser, which has a folder for each version of its interface. */
function findWebkit(): WebkitPaths | null {
  const browser = childrenOf(LIBRARIES)
    .flatMap((folder) => childrenOf(folder).filter((name) => name.includes("/webkit2gtk-")))
    .map((folder) => `${folder}/MiniBrowser`)
    .filter((path) => existsSync(path))
    .toSorted()
    .at(-1);
  if (browser === undefined || !existsSync(DRIVER) || !existsSync(SCREEN)) return null;
  return { driver: DRIVER, browser, screen: SCREEN };
}

function childrenOf(folder: string): readonly string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => `${folder}/${name}`);
}

/** On Debian, as its administrator. False: it was not possible. */
export function installEngine(engine: Exclude<EngineName, "chromium">): boolean {
  if (process.getuid?.() !== 0 || !existsSync("/usr/bin/apt-get")) return false;
  const run = (parameters: readonly string[]): boolean =>
    spawnSync("apt-get", parameters, {
      stdio: "inherit",
      env: { ...process.env, DEBIAN_FRONTEND: "noninteractive" },
    }).status === 0;
  return run(["update"]) && run(["install", "-y", "--no-install-recommends", ...PACKAGES[engine]]);
}

/** What a person does where {@link installEngine} cannot. */
export const INSTRUCTIONS: Readonly<Record<Exclude<EngineName, "chromium">, string>> = {
  firefox: "Install Firefox, or set FIREFOX_PATH to one (Debian: apt-get install firefox-esr).",
  webkit:
    "Install WebKitGTK's WebKitWebDriver and MiniBrowser, and Xvfb (Debian: apt-get install webkit2gtk-driver xvfb). They run on Linux only.",
};
