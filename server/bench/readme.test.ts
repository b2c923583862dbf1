import { expect, test } from 'vitest';
import { figureTables, writtenTables } from './readme.ts';
import { keptFigures } from './results.ts';

test('the README shows the measured figures', async () => {
  expect(await writtenTables()).toBe(figureTables(await keptFigures()));
});
