import { expect, test } from 'vitest';
import { keepFigures } from '../bench/results.ts';
import { chance, print } from './chance.ts';
import { surviveKillsOfOneOfTwo } from './together.ts';

test(
  'loses nothing when one of two collectors on a database is killed forty times',
  { timeout: 15 * 60_000 },
  async () => {
    const oneOfTwo = await surviveKillsOfOneOfTwo(40, chance('one of two killed'));
    print(`one of two killed: ${JSON.stringify(oneOfTwo)}`);
    expect(oneOfTwo.rows).toBe(oneOfTwo.sent);
    await keepFigures('faults', { oneOfTwo });
  },
);
