import { readFile } from 'node:fs/promises';
import { createServer, type RequestListener, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { extname } from 'node:path';

/** The collector's address in the examples, which a webmaster replaces with the real one. */
const placeholder = 'https://survey.example.gov';

const types: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
};

type Site = { url: string; origin: string } & AsyncDisposable;

/**
 * An agency's site on its own origin, with the example as a webmaster would adapt it: the page at `/`, with the
 * Content-Security-Policy that the example names, and the files next to it.
 * @param example a file of the examples, or the absolute path of a built one.
 * @param collectorUrl read at every request, because a collector may need to know the site first.
 */
export function aSite(example: string, collectorUrl: string | (() => string)): Promise<Site> {
  const page = new URL(example, new URL('../', import.meta.url));
  const read = async (path: string) => {
    const file = path === '/' ? page : new URL(`.${path}`, page);
    const text = await readFile(file, 'utf8');
    const url = typeof collectorUrl === 'string' ? collectorUrl : collectorUrl();
    return { type: types[extname(file.pathname)] ?? 'text/plain', text: text.replaceAll(placeholder, url) };
  };
  const answer = async (path: string, response: ServerResponse) => {
    // A missing favicon is not a mistake in the example.
    if (path === '/favicon.ico') return response.writeHead(204).end();
    const found = await read(path).catch(() => null);
    if (found === null) return response.writeHead(404).end();
    const [, policy] = /Content-Security-Policy: (.*)/.exec(found.text) ?? [];
    response.writeHead(200, { 'Content-Type': found.type, ...(policy && { 'Content-Security-Policy': policy }) });
    return response.end(found.text);
  };
  return listening((request, response) => void answer(request.url!, response));
}

/** An agency's site with a page that the test provides at each request, and its Content-Security-Policy. */
export function serving(answer: () => { page: string; policy?: string }): Promise<Site> {
  return listening((request, response) => {
    if (request.url !== '/') return response.writeHead(404).end();
    const { page, policy } = answer();
    const policies = policy === undefined ? {} : { 'Content-Security-Policy': policy };
    return response.writeHead(200, { 'Content-Type': types['.html'], ...policies }).end(page);
  });
}

async function listening(listener: RequestListener): Promise<Site> {
  const server = createServer(listener);
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    url: `${origin}/`,
    origin,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((resolve) => {
        server.close(resolve);
      });
    },
  };
}
