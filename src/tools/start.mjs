/** `npm start`: installs, builds, serves the site, prints its address. `--port N` chooses the port. */
import { bin, install, run } from "./install.mjs";

const at = process.argv.indexOf("--port");
const port = at > 0 ? process.argv[at + 1] : "4173";

install();
run(bin("vite"), ["build", "--logLevel", "warn"]);
console.log("Handoff is built. Stop the server with Ctrl+C.");
run(bin("vite"), ["preview", "--host", "127.0.0.1", "--port", port]);
