import { expect, test } from 'vitest';
import { figureTables, writtenTables } from './performance-page.ts';
import { keptFigures } from './results.ts';

test('the figures in docs/performance.md are those that were measured', async () => {
  expect(await writtenTables()).toBe(figureTables(await keptFigures()));
});
