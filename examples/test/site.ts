import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/** Where the examples say that the collector is; whoever copies one puts the real address there. */
const placeholder = 'https://survey.example.gov';

/** An agency's own site, on an origin of its own, with the example as a webmaster would have adapted it. */
export async function aSite(example: string, collectorUrl: string): Promise<{ url: string } & AsyncDisposable> {
  const file = await readFile(new URL(`../${example}`, import.meta.url), 'utf8');
  const page = file.replaceAll(placeholder, collectorUrl);
  const server = createServer((request, response) => {
    response.writeHead(request.url === '/' ? 200 : 404, { 'Content-Type': 'text/html; charset=utf-8' });
    response.end(request.url === '/' ? page : '');
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
