/** Pages of someone else that embed the site: another port and another name, so another site to the browser. */
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";

export type HostPage = { readonly html: string; readonly headers?: Readonly<Record<string, string>> };

export type HostSite = {
  /** Puts a page there and gives its address. */
  serve(page: HostPage): string;
  close(): Promise<void>;
};

export async function openHostSite(): Promise<HostSite> {
  const pages: HostPage[] = [];
  const server = createServer((request, response) => {
    const page = pages[Number((request.url ?? "").slice(1))];
    if (page === undefined) response.writeHead(404).end();
    else
      response.writeHead(200, { "content-type": "text/html; charset=utf-8", ...page.headers }).end(page.html);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return {
    serve: (page) => `http://localhost:${port}/${pages.push(page) - 1}`,
    close: () => new Promise((resolve) => server.close(() => resolve())),
  };
}

/** A page around `body`, that notes how far its layout shifts. */
export function hostHtml(body: string, head = ""): string {
  return `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>A lesson</title><link rel="icon" href="data:,">${head}</head><body>${body}</body></html>`;
}
