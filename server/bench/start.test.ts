import { expect, test } from 'vitest';
import { sourcesOf } from './start.ts';

test('the collector loads less than half of its code before it answers respondents', async () => {
  const sizeOf = async (...files: string[]) => (await sourcesOf(...files)).join('').length;
  const [before, all] = await Promise.all([sizeOf('cli', 'serve'), sizeOf('cli', 'serve', 'parts', 'jobs')]);
  expect(before).toBeGreaterThan(0);
  expect(before / all).toBeLessThan(0.5);
});
