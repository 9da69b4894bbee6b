/** The Vite plugin that adds `embed.js` to the site, under its plain name and under that of its protocol's version. */
import type { Plugin } from "vite";
import { bundleEmbed } from "./bundle.ts";

/** File name to the way from it back to the site's root. A lesson that names a version keeps working when a 2 comes. */
const FILES: Readonly<Record<string, string>> = { "embed.js": ".", "v/1/embed.js": "../.." };

export function embed(): Plugin {
  return {
    name: "handoff-embed",
    async generateBundle() {
      for (const [fileName, sitePath] of Object.entries(FILES)) {
        const { code } = await bundleEmbed(sitePath);
        this.emitFile({ type: "asset", fileName, source: code });
      }
    },
    configureServer(server) {
      for (const [fileName, sitePath] of Object.entries(FILES)) {
        server.middlewares.use(`/${fileName}`, async (_, response) => {
          const { code } = await bundleEmbed(sitePath);
          response.setHeader("content-type", "text/javascript");
          response.end(code);
        });
      }
    },
  };
}
