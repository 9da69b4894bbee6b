/**
 * The Vite plugin that adds `embed.js` to the site, under its plain name and under that of its protocol's version, and
 * the script of the example lesson.
 */
import type { Plugin } from "vite";
import { bundleEmbed, bundleLesson, type Bundle } from "./bundle.ts";

/** By file name. `embed.js` knows its way back to the site's root; who names a version keeps it when a 2 comes. */
const FILES: Readonly<Record<string, () => Promise<Bundle>>> = {
  "embed.js": () => bundleEmbed("."),
  "v/1/embed.js": () => bundleEmbed("../.."),
  "lesson.js": bundleLesson,
};

export function embed(): Plugin {
  return {
    name: "handoff-embed",
    async generateBundle() {
      for (const [fileName, make] of Object.entries(FILES)) {
        const { code } = await make();
        this.emitFile({ type: "asset", fileName, source: code });
      }
    },
    configureServer(server) {
      for (const [fileName, make] of Object.entries(FILES)) {
        server.middlewares.use(`/${fileName}`, async (_, response) => {
          const { code } = await make();
          response.setHeader("content-type", "text/javascript");
          response.end(code);
        });
      }
    },
  };
}
