import { expect, test } from 'vitest';
import { chance, print } from './chance.ts';
import { stopUnderLoad } from './stop.ts';

test('a collector that is told to stop under load ends in good order, with all that it acknowledged', async () => {
  const { took, rows, unanswered } = await stopUnderLoad(chance('stopping'));
  expect(rows).toBeGreaterThan(0);
  print(`stopped after ${Math.round(took)} ms (goal: 10,000), ${rows} rows, ${unanswered} of them not answered`);
});
