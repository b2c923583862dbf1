import { expect, test } from 'vitest';
import { needs } from '../test/needs.ts';
import { print } from './chance.ts';
import { soak } from './soaking.ts';

test.skipIf(process.platform !== 'linux')(
  'some seconds at half the rate, with all that is done meanwhile, lose nothing',
  needs('Linux'),
  async () => {
    const soaked = await soak({ seconds: 5, measuring: 1, exportEvery: 2, backupAt: [0.4] });
    expect(soaked.exports.made).toBe(2);
    print(JSON.stringify(soaked));
  },
);
