import { expect, test } from 'vitest';
import { figureTables, writtenTables } from './readme.ts';
import { keptFigures } from './results.ts';

test('the figures in the README are those that were measured', async () => {
  expect(await writtenTables()).toBe(figureTables(await keptFigures()));
});
