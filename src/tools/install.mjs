/** Installs the packages when they are missing or older than the lock file. Needs nothing but Node and npm. */
import { spawnSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";

export const root = resolve(dirname(fileURLToPath(import.meta.url)), "../..");

/** Runs a command with its output shown; ends this process with its code when it fails. */
export function run(command, args, options = {}) {
  const result = spawnSync(command, args, {
    cwd: root,
    stdio: "inherit",
    shell: process.platform === "win32",
    ...options,
  });
  if (result.error) throw result.error;
  if (result.status !== 0 && !options.allowFailure) process.exit(result.status ?? 1);
  return result.status ?? 1;
}

/** Path of a package's command: npm itself may be slow to start. */
export function bin(name) {
  return join(root, "node_modules", ".bin", name);
}

export function install() {
  const [major, minor] = process.versions.node.split(".").map(Number);
  if (major < 20 || (major === 20 && minor < 19)) {
    console.error(`Handoff needs Node 20.19 or newer; this is ${process.versions.node}.`);
    process.exit(1);
  }
  if (isCurrent()) return;
  console.log("Installing packages…");
  // Not `npm ci`: it refuses a lock file from a registry that lacks some other platform's optional binaries.
  run("npm", ["install", "--no-save", "--no-audit", "--no-fund"]);
}

/** npm keeps a copy of what it installed; it must hold the very versions of the lock file. */
function isCurrent() {
  const installed = join(root, "node_modules", ".package-lock.json");
  if (!existsSync(installed)) return false;
  const wanted = JSON.parse(readFileSync(join(root, "package-lock.json"), "utf8")).packages;
  const present = JSON.parse(readFileSync(installed, "utf8")).packages;
  return Object.entries(wanted).every(
    ([path, { version, optional, peer }]) =>
      path === "" || optional || peer || present[path]?.version === version,
  );
}
