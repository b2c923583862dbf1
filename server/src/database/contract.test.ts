import { expect, test } from 'vitest';
import { aQuartersLife } from '../../test/quarters-life.ts';

test('a quarter runs from its first response to its deletion on a file', async () => {
  const { figures, tallies } = await aQuartersLife();
  expect(figures.total).toMatchObject({ responses: 53, average: '3.98' });
  expect(tallies.length).toBeGreaterThan(0);
});
