import { expect, test } from 'vitest';
import { keepFigures } from '../bench/results.ts';
import { surviveClockJumps } from './clock.ts';
import { chance, print } from './chance.ts';

test('closes each quarter once and on time, wherever the clock jumps', { timeout: 10 * 60_000 }, async () => {
  const clockJumps = await surviveClockJumps(1000, chance('clock jumps'));
  expect(clockJumps.rows).toBe(8 * clockJumps.jumps);
  expect(clockJumps.quartersClosed).toBeGreaterThan(1);
  print(`clock jumps: ${JSON.stringify(clockJumps)}`);
  await keepFigures('faults', { clockJumps });
});
