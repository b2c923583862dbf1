import { expect, test } from 'vitest';
import { chance, print } from './chance.ts';
import { stopUnderLoad } from './stop.ts';

test('a collector under load stops cleanly, with everything that it acknowledged', async () => {
  const { took, rows, unanswered } = await stopUnderLoad(chance('stopping'));
  expect(rows).toBeGreaterThan(0);
  print(`stopped after ${Math.round(took)} ms (goal: 10,000), ${rows} rows, ${unanswered} of them without an answer`);
});
