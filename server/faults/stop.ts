import { setTimeout as wait } from 'node:timers/promises';
import { uniformInt } from 'pure-rand/distribution/uniformInt';
import { expect } from 'vitest';
import { aFolder } from '../test/folder.ts';
import { aServingProcess } from '../test/processes.ts';
import { expectNothingLost } from './accounts.ts';
import type { Chance } from './chance.ts';
import { startWriters } from './writers.ts';

/**
 * Tells a collector under its writers to stop, at a moment that chance chooses. It ends in good order with all that it
 * acknowledged. @returns how many milliseconds it took, and how many responses it stored and left without an
 * answer.
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
