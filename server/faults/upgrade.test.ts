import { uniformInt } from 'pure-rand/distribution/uniformInt';
import { expect, test } from 'vitest';
import { chance } from './chance.ts';
import { anOldInstallation, dieAndUpgrade } from './upgrade.ts';

test('an upgrade from the first schema that is killed at any statement is repeated and loses nothing', async () => {
  await using installation = await anOldInstallation();
  const random = chance('statements of an upgrade');
  for (let times = 0; times < 5; times += 1) {
    expect(await dieAndUpgrade(installation, uniformInt(random, 1, 80))).toBe(true);
  }
});
