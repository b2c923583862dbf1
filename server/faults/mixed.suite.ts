import { expect, test } from 'vitest';
import { keepFigures } from '../bench/results.ts';
import { chance, print } from './chance.ts';
import { mix } from './mixed.ts';

/** `HEART_OPERATIONS=20000` makes it short. */
const operations = Number(process.env['HEART_OPERATIONS'] ?? 1_000_000);

test(
  'verify agrees after a million mixed operations of customers and staff',
  { timeout: 2 * 60 * 60_000 },
  async () => {
    const mixed = await mix(operations, chance('mixed operations'));
    print(`mixed operations: ${JSON.stringify(mixed)}`);
    expect(mixed.operations).toBeGreaterThanOrEqual(operations);
    if (operations >= 1_000_000) await keepFigures('faults', { mixed });
  },
);
