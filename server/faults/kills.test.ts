import { expect, test } from 'vitest';
import { surviveKills } from './kills.ts';
import { chance, print } from './chance.ts';

test('whatever was acknowledged is there after each of five kills, once, and what was not is taken when sent again', async () => {
  const { rows, sent, readyAfter } = await surviveKills(5, chance('five kills'));
  expect(rows).toBe(sent);
  print(`five kills: ${sent} responses, ready again after at most ${Math.round(Math.max(...readyAfter))} ms`);
});
