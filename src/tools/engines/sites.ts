/** The pages that the attempts are made in: those of the controls, and the built site. */
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { offeredHeaders } from "../offered-headers.ts";
import type { HostPage } from "../testing/host-site.ts";
import { SwitchedSite } from "../testing/switched-site.ts";

export type ControlSite = {
  /** Address of an empty page, ending in a slash. */
  readonly url: string;
  /** Puts a page there and gives its address. */
  serve(page: HostPage): string;
  close(): void;
};

const EMPTY = "<!doctype html><title>Control</title><link rel='icon' href='data:,'><body>";

/**
 * No policy, and no header but those that a page is given. On the site's own host and another port: a browser that keeps
 * sites apart by processes keeps these two together.
 */
export async function openControlSite(): Promise<ControlSite> {
  const pages: HostPage[] = [{ html: EMPTY }];
  const server = createServer((request, response) => {
    const page = pages[Number((request.url ?? "/").slice(1))];
    if (page === undefined) response.writeHead(404).end();
    else
      response.writeHead(200, { "content-type": "text/html; charset=utf-8", ...page.headers }).end(page.html);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  const url = `http://127.0.0.1:${port}/`;
  return {
    url,
    serve: (page) => `${url}${pages.push(page) - 1}`,
    close() {
      server.close();
      server.closeAllConnections();
    },
  };
}

/** As a host of plain files serves it, or as one that reads `public/_headers`. */
export async function openSite(folder: string, withHeaders: boolean): Promise<SwitchedSite> {
  const opened = await SwitchedSite.open(folder);
  if (withHeaders) opened.headers = offeredHeaders();
  return opened;
}
