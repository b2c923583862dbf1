import { uniformInt } from 'pure-rand/distribution/uniformInt';
import { expect, test } from 'vitest';
import { chance } from './chance.ts';
import { anOldInstallation, dieAndUpgrade } from './upgrade.ts';

test('an upgrade from the first schema that is killed at any statement is repeated and loses nothing', async () => {
  await using installation = await anOldInstallation();
  const random = chance('statements of an upgrade');
  for (let times = 0; times < 5; times += 1) {
    // Each from a range of its own, since a database that was upgraded before cannot be killed again.
    expect(await dieAndUpgrade(installation, uniformInt(random, 16 * times + 1, 16 * times + 16))).toBe(true);
  }
});
