import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/** Where the examples say that the collector is; whoever copies one puts the real address there. */
const placeholder = 'https://survey.example.gov';

type Site = { url: string } & AsyncDisposable;

/** An agency's own site, on an origin of its own, with the example as a webmaster would have adapted it. */
export async function aSite(example: string, collectorUrl: string): Promise<Site> {
  const file = await readFile(new URL(`../${example}`, import.meta.url), 'utf8');
  const page = file.replaceAll(placeholder, collectorUrl);
  return serving(() => ({ page }));
}

/** An agency's own site with the page that it is given at the time, under that Content-Security-Policy. */
export async function serving(answer: () => { page: string; policy?: string }): Promise<Site> {
  const server = createServer((request, response) => {
    if (request.url !== '/') return response.writeHead(404).end();
    const { page, policy } = answer();
    const policies = policy === undefined ? {} : { 'Content-Security-Policy': policy };
    return response.writeHead(200, { 'Content-Type': 'text/html; charset=utf-8', ...policies }).end(page);
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((resolve) => {
        server.close(resolve);
      });
    },
  };
}
