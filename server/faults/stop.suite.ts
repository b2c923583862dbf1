import { expect, test } from 'vitest';
import { keepFigures } from '../bench/results.ts';
import { chance, print } from './chance.ts';
import { stopUnderLoad } from './stop.ts';

test('a collector under load stops cleanly, twenty times', { timeout: 600_000 }, async () => {
  const random = chance('stopping');
  const stops: Awaited<ReturnType<typeof stopUnderLoad>>[] = [];
  for (let times = 0; times < 20; times += 1) stops.push(await stopUnderLoad(random));
  expect(stops.every(({ rows }) => rows > 0)).toBe(true);
  const stop = {
    stops: stops.length,
    maxMs: Math.round(Math.max(...stops.map(({ took }) => took))),
    storedAndNotAnswered: stops.reduce((sum, { unanswered }) => sum + unanswered, 0),
  };
  print(`stopping under load: ${JSON.stringify(stop)} (goal: within 10,000 ms)`);
  await keepFigures('faults', { stop });
});
