import { expect, test } from 'vitest';
import { pageSections, writtenSections } from './performance-page.ts';
import { keptFigures } from './results.ts';

test('the figures in docs/performance.md are those that were measured', async () => {
  expect(await writtenSections()).toEqual(pageSections(await keptFigures()));
});
