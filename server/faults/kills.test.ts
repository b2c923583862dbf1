import { expect, test } from 'vitest';
import { surviveKills } from './kills.ts';
import { chance, print } from './chance.ts';

test('keeps every acknowledged response exactly once through three kills, and accepts the others when sent again', async () => {
  const { rows, sent, readyAfter } = await surviveKills(3, chance('three kills'));
  expect(rows).toBe(sent);
  print(`three kills: ${sent} responses, ready again after at most ${Math.round(Math.max(...readyAfter))} ms`);
});
