import { expect, test } from 'vitest';
import { surviveKills } from './kills.ts';
import { chance, print } from './chance.ts';

test('whatever was acknowledged is there after each of three kills, once, and what was not is taken when sent again', async () => {
  const { rows, sent, readyAfter } = await surviveKills(3, chance('three kills'));
  expect(rows).toBe(sent);
  print(`three kills: ${sent} responses, ready again after at most ${Math.round(Math.max(...readyAfter))} ms`);
});
