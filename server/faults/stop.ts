import { setTimeout as wait } from 'node:timers/promises';
import { uniformInt } from 'pure-rand/distribution/uniformInt';
import { expect } from 'vitest';
import { aFolder } from '../test/folder.ts';
import { aServingProcess } from '../test/processes.ts';
import { expectNothingLost } from './accounts.ts';
import type { Chance } from './chance.ts';
import { startWriters } from './writers.ts';

/**
 * Stops a collector under load at a random moment. It must end cleanly with everything that it acknowledged.
 * @returns how many milliseconds it took, how many responses it stored, and how many of them got no answer.
 */
export async function stopUnderLoad(chance: Chance) {
  await using folder = await aFolder();
  const env = { DATABASE_URL: `file:${folder.file('heart.db')}` };
  await using collector = await aServingProcess(env);
  using writers = startWriters({ whereTo: () => collector.url });
  await wait(uniformInt(chance, 100, 1000));
  const before = performance.now();
  expect(await collector.kill('SIGTERM')).toBe(0);
  const took = performance.now() - before;
  writers[Symbol.dispose]();
  await writers.done;
  const rows = await expectNothingLost(env.DATABASE_URL, writers);
  const acknowledged = writers.remembered.filter(({ receipt }) => receipt).length;
  return { took, rows, unanswered: rows - acknowledged };
}
