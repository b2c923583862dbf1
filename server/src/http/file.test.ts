import { Socket } from 'node:net';
import type { Context } from 'hono';
import { expect, test } from 'vitest';
import { sendFile } from './file.ts';

/** The part of a request that decides its turn: its connection. */
const aRequest = () => ({ env: { incoming: { socket: new Socket() } } }) as unknown as Context;

test('files that many people ask for at once start in different turns of the event loop', async () => {
  const loop = { turn: 0, isOver: false };
  const count = () => {
    loop.turn += 1;
    if (!loop.isOver) setImmediate(count);
  };
  setImmediate(count);
  const started: number[] = [];
  const ask = (_: unknown, index: number) =>
    sendFile(aRequest(), `person ${index}`, async () => {
      started.push(loop.turn);
      return new Response();
    });
  await Promise.all(Array.from({ length: 10 }, ask));
  loop.isOver = true;
  expect(new Set(started).size).toBe(10);
});
