import { once } from 'node:events';
import { createServer, request, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, test } from 'vitest';
import { aCollector, aResponse, count, send } from '../../test/collector.ts';
import { aLibsqlServer } from '../../test/libsql-server.ts';

/** A libSQL server, with a count of the requests to it. */
async function aCountedServer() {
  const server = await aLibsqlServer();
  let requests = 0;
  const front = createServer((asked, answer) => {
    requests += 1;
    const { method, headers, url } = asked;
    const passed = request(server.url + url, { method, headers }, (given: IncomingMessage) => {
      answer.writeHead(given.statusCode!, given.headers);
      given.pipe(answer);
    });
    asked.pipe(passed);
  }).listen(0, '127.0.0.1');
  await once(front, 'listening');
  return {
    url: `http://127.0.0.1:${(front.address() as AddressInfo).port}`,
    requests: () => requests,
    [Symbol.asyncDispose]: async () => {
      front.closeAllConnections();
      front.close();
      await server[Symbol.asyncDispose]();
    },
  };
}

test('a response takes two requests, whatever it refers to and however many are like it', async () => {
  await using server = await aCountedServer();
  await using collector = await aCollector({ DATABASE_URL: server.url });
  const hints = { employee: 'k7', group: 'client', campaign: 'lobby' };
  for (const more of [{}, hints, { comment: 'They were rude to me' }]) {
    const taken: number[] = [];
    for (let n = 0; n < 8; n += 1) {
      const before = server.requests();
      expect((await send(collector, { ...aResponse({ rating: 1 }), ...more })).status).toBe(201);
      taken.push(server.requests() - before);
    }
    // A job of the collector may ask something meanwhile.
    expect(Math.min(...taken.slice(-3)), JSON.stringify(more)).toBe(2);
  }
  expect(await count(collector.db, "response_flag WHERE kind = 'burst'")).toBeGreaterThan(7);
});
