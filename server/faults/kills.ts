import { setTimeout as wait } from 'node:timers/promises';
import { uniformInt } from 'pure-rand/distribution/uniformInt';
import { aFolder } from '../test/folder.ts';
import { aServingProcess, heartProcess } from '../test/processes.ts';
import { expectNothingLost } from './accounts.ts';
import { print, type Chance } from './chance.ts';
import { startWriters } from './writers.ts';

/** The longest time before a collector is killed, in milliseconds: it takes a few hundred to load everything. */
const maxDelay = 1200;
/** The longest time before it is killed while it starts, in milliseconds. */
const maxStart = 800;

/**
 * Kills a collector under load many times, at random moments, and sometimes once more during startup; after each start
 * the accounts must agree.
 * @returns counts and times in milliseconds.
 */
export async function surviveKills(kills: number, chance: Chance) {
  await using folder = await aFolder();
  const env = { DATABASE_URL: `file:${folder.file('heart.db')}`, PORT: '0', RATE_LIMIT: 'off' };
  await using life = await aLife(env);
  using writers = startWriters({ whereTo: () => life.url() });
  const readyAfter: number[] = [];
  let killedInStart = 0;
  for (let kill = 1; kill <= kills; kill += 1) {
    await wait(uniformInt(chance, 0, maxDelay));
    await life.end();
    if (uniformInt(chance, 1, 6) === 1) {
      killedInStart += 1;
      await heartProcess(['serve'], env, undefined, uniformInt(chance, 50, maxStart));
    }
    readyAfter.push(await life.begin());
    await expectNothingLost(env.DATABASE_URL, writers);
    if (kill % 20 === 0) print(`  ${kill} kills, ${writers.remembered.length} responses`);
  }
  await writers.stop();
  const rows = await expectNothingLost(env.DATABASE_URL, writers);
  return { kills, killedInStart, sent: writers.remembered.length, rows, ...writers.troubles, readyAfter };
}

/** A collector that stops and starts, each time at another address. */
async function aLife(env: Record<string, string>) {
  let serving = await aServingProcess(env);
  let url = Promise.resolve(serving.url);
  let begun = (_: string) => {};
  return {
    url: () => url,
    async end() {
      ({ promise: url, resolve: begun } = Promise.withResolvers<string>());
      await serving.kill('SIGKILL');
    },
    /** @returns how many milliseconds it took until it could store. */
    async begin() {
      const before = performance.now();
      serving = await aServingProcess(env);
      const { status } = await fetch(`${serving.url}/readyz`);
      if (status !== 200) throw new Error(`It is listening but not ready (${status}).`);
      const time = performance.now() - before;
      begun(serving.url);
      return time;
    },
    [Symbol.asyncDispose]: async () => void (await serving.kill('SIGKILL')),
  };
}
