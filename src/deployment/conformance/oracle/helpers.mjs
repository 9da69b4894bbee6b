/** The parts of convex-helpers that are compared; its own sources do not compile under this project's rules. */
export { getPage } from "convex-helpers/server/pagination";
export { mergedStream, stream } from "convex-helpers/server/stream";
