import { expect, test } from 'vitest';
import { requires } from '../test/requires.ts';
import { print } from './chance.ts';
import { soak } from './soaking.ts';

test.skipIf(process.platform !== 'linux')(
  'loses nothing in a few seconds at half the rate, with exports and backups',
  requires('Linux'),
  async () => {
    const soaked = await soak({ seconds: 5, measuring: 1, exportEvery: 2, backupAt: [0.4] });
    expect(soaked.exports.made).toBe(2);
    print(JSON.stringify(soaked));
  },
);
