import { Socket } from 'node:net';
import type { Context } from 'hono';
import { expect, test } from 'vitest';
import { fewAtOnce, StillBusy } from './few-at-once.ts';

/** As much of a request as its turn is about: the connection that it came by. */
const aRequest = (socket = new Socket()) => ({ env: { incoming: { socket } } }) as unknown as Context;

test('so many of one person run, the rest wait in their order, and nobody waits for anybody else', async () => {
  const turnOf = fewAtOnce(2);
  const order: string[] = [];
  const first = await turnOf(aRequest(), 'a');
  const second = await turnOf(aRequest(), 'a');
  const waiting = ['third', 'fourth'].map((name) => turnOf(aRequest(), 'a').then((turn) => (order.push(name), turn)));
  await turnOf(aRequest(), 'b');
  expect(order).toEqual([]);
  first.done();
  // Only once.
  first.done();
  await waiting[0];
  expect(order).toEqual(['third']);
  second.done();
  await waiting[1];
  expect(order).toEqual(['third', 'fourth']);
});

test('who waits too long is told so, and keeps nobody else waiting', async () => {
  const turnOf = fewAtOnce(1, 1);
  const first = await turnOf(aRequest(), 'a');
  await expect(turnOf(aRequest(), 'a')).rejects.toThrow(StillBusy);
  first.done();
  await expect(turnOf(aRequest(), 'a')).resolves.toBeDefined();
});

test('who waits and whose connection is gone takes no turn, also if it was gone before', async () => {
  const turnOf = fewAtOnce(1);
  const first = await turnOf(aRequest(), 'a');
  const [gone, socket] = [new Socket(), new Socket()];
  gone.destroy();
  await expect(turnOf(aRequest(gone), 'a')).rejects.toThrow('Nobody waits');
  const waiting = turnOf(aRequest(socket), 'a');
  socket.destroy();
  await expect(waiting).rejects.toThrow('Nobody waits');
  first.done();
  await expect(turnOf(aRequest(), 'a')).resolves.toBeDefined();
});
