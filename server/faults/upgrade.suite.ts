import { expect, test } from 'vitest';
import { keepFigures } from '../bench/results.ts';
import { print } from './chance.ts';
import { anOldInstallation, dieAndUpgrade } from './upgrade.ts';

test(
  'an upgrade from the first schema loses nothing, whichever statement it dies at',
  { timeout: 3_600_000 },
  async () => {
    await using installation = await anOldInstallation();
    let statement = 1;
    while (await dieAndUpgrade(installation, statement)) statement += 1;
    const killedAt = statement - 1;
    expect(killedAt).toBeGreaterThan(80);
    print(`an upgrade killed at each of its ${killedAt} statements`);
    await keepFigures('faults', { upgrade: { killedAt } });
  },
);
