import { expect, test } from 'vitest';
import { keepFigures } from '../bench/results.ts';
import { requires } from '../test/requires.ts';
import { print } from './chance.ts';
import { soak } from './soaking.ts';

/** Ten minutes, unless `pnpm soak --hours N` asks for more. */
const seconds = Math.round(3600 * Number(process.env['HEART_SOAK_HOURS'] ?? 1 / 6));
const timeout = 1000 * seconds + 30 * 60_000;

test.skipIf(process.platform !== 'linux')(
  'loses nothing in minutes or hours at half the rate, with exports and backups',
  { ...requires('Linux'), timeout },
  async () => {
    const soaked = await soak({ seconds, measuring: 10, exportEvery: 30, backupAt: [1 / 3, 2 / 3] });
    expect(soaked.exports.made).toBeGreaterThan(0);
    print(`soak: ${JSON.stringify(soaked)} (goals: memory at most 5% more, WAL at most 64 MiB)`);
    await keepFigures('soak', soaked);
  },
);
