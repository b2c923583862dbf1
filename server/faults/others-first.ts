import { get } from 'node:http';
import { performance } from 'node:perf_hooks';
import { setTimeout as wait } from 'node:timers/promises';

/** How the load affected others: the worst values, in milliseconds. */
export interface Meanwhile {
  /** How long the event loop was blocked. */
  loop: number;
  /** How long a visitor on a new connection waited for an answer. */
  connection: number;
  /** How many visitors there were. */
  visitors: number;
}

/** Milliseconds between two visitors. */
const pause = 20;

/**
 * Sends visitors one after the other, each on a new connection, while the load runs.
 * @param url of a collector with the route `/stall`.
 */
export async function whileThereIs(url: string, load: () => Promise<unknown>): Promise<Meanwhile> {
  await stall(url);
  const state = { isOver: false };
  const loaded = load().finally(() => (state.isOver = true));
  const times: number[] = [];
  do {
    times.push(await visit(url));
    await wait(pause);
  } while (!state.isOver);
  await loaded;
  return { loop: Math.round(await stall(url)), connection: Math.round(Math.max(...times)), visitors: times.length };
}

async function stall(url: string): Promise<number> {
  return Number(await (await fetch(`${url}/stall`)).text());
}

function visit(url: string): Promise<number> {
  const startedAt = performance.now();
  return new Promise((resolve, reject) => {
    get(`${url}/healthz`, { agent: false }, (answer) => {
      answer.resume().on('end', () => resolve(performance.now() - startedAt));
    }).on('error', reject);
  });
}

/** Sends the same request many times at once, over and over for that many milliseconds. @returns the statuses. */
export async function overAndOver(send: () => Promise<Response>, { atOnce = 10, for: time = 3000 } = {}) {
  const until = performance.now() + time;
  const statuses = new Set<number>();
  const one = async () => {
    while (performance.now() < until) {
      const answer = await send();
      await answer.arrayBuffer();
      statuses.add(answer.status);
    }
  };
  await Promise.all(Array.from({ length: atOnce }, one));
  return [...statuses].toSorted((a, b) => a - b);
}
