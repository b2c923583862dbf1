import { expect, test } from 'vitest';
import { keepFigures } from '../bench/results.ts';
import { median } from '../bench/median.ts';
import { surviveKills } from './kills.ts';
import { chance, print } from './chance.ts';

const quarterHour = 15 * 60_000;

test(
  'keeps every acknowledged response exactly once through 200 kills, and accepts the others when sent again',
  async () => {
    const { readyAfter, ...counted } = await surviveKills(200, chance('two hundred kills'));
    expect(counted.rows).toBe(counted.sent);
    const ready = { medianMs: Math.round(median(readyAfter)), maxMs: Math.round(Math.max(...readyAfter)) };
    print(`two hundred kills: ${JSON.stringify({ ...counted, ready })} (goal: ready within 5000 ms)`);
    await keepFigures('faults', { kills: { ...counted, ready } });
  },
  2 * quarterHour,
);
