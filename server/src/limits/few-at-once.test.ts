import { Socket } from 'node:net';
import type { Context } from 'hono';
import { expect, test } from 'vitest';
import { fewAtOnce, StillBusy } from './few-at-once.ts';

/** The part of a request that matters for turns: its connection. */
const aRequest = (socket = new Socket()) => ({ env: { incoming: { socket } } }) as unknown as Context;

test('runs a few requests per person, the rest wait in order, and other people do not wait', async () => {
  const turnOf = fewAtOnce(2);
  const order: string[] = [];
  const first = await turnOf(aRequest(), 'a');
  const second = await turnOf(aRequest(), 'a');
  const waiting = ['third', 'fourth'].map((name) => turnOf(aRequest(), 'a').then((turn) => (order.push(name), turn)));
  await turnOf(aRequest(), 'b');
  expect(order).toEqual([]);
  first.done();
  // A second call does nothing.
  first.done();
  await waiting[0];
  expect(order).toEqual(['third']);
  second.done();
  await waiting[1];
  expect(order).toEqual(['third', 'fourth']);
});

test('a request that waits too long is rejected, and blocks no one else', async () => {
  const turnOf = fewAtOnce(1, 1);
  const first = await turnOf(aRequest(), 'a');
  await expect(turnOf(aRequest(), 'a')).rejects.toThrow(StillBusy);
  first.done();
  await expect(turnOf(aRequest(), 'a')).resolves.toBeDefined();
});

test('a waiting request whose connection is lost takes no turn, even if it was lost before', async () => {
  const turnOf = fewAtOnce(1);
  const first = await turnOf(aRequest(), 'a');
  const [gone, socket] = [new Socket(), new Socket()];
  gone.destroy();
  await expect(turnOf(aRequest(gone), 'a')).rejects.toThrow('Nobody is waiting');
  const waiting = turnOf(aRequest(socket), 'a');
  socket.destroy();
  await expect(waiting).rejects.toThrow('Nobody is waiting');
  first.done();
  await expect(turnOf(aRequest(), 'a')).resolves.toBeDefined();
});
