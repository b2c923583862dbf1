import { setTimeout as wait } from 'node:timers/promises';
import { uniformInt } from 'pure-rand/distribution/uniformInt';
import { aFolder } from '../test/folder.ts';
import { aServingProcess } from '../test/processes.ts';
import { expectNothingLost } from './accounts.ts';
import type { Chance } from './chance.ts';
import { startWriters } from './writers.ts';

/**
 * Runs two collectors on one database, with half of the writers each. One of them is killed and restarted many times;
 * its writers use the other one meanwhile.
 * @returns the counts.
 */
export async function surviveKillsOfOneOfTwo(kills: number, chance: Chance) {
  await using folder = await aFolder();
  const env = { DATABASE_URL: `file:${folder.file('heart.db')}` };
  await using steady = await aServingProcess(env, 20 * 60_000);
  let killed = await aServingProcess(env);
  let isUp = true;
  using writers = startWriters({ whereTo: (writer) => (isUp && writer % 2 === 0 ? killed.url : steady.url) });
  try {
    for (let kill = 0; kill < kills; kill += 1) {
      await wait(uniformInt(chance, 0, 400));
      isUp = false;
      await killed.kill('SIGKILL');
      await expectNothingLost(env.DATABASE_URL, writers);
      killed = await aServingProcess(env);
      isUp = true;
    }
    await writers.stop();
  } finally {
    await killed.kill('SIGKILL');
  }
  const rows = await expectNothingLost(env.DATABASE_URL, writers);
  return { kills, sent: writers.remembered.length, rows, ...writers.troubles };
}
