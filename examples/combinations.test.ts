import { expect, test } from 'vitest';
import { combinations } from './test/every-state.ts';

// `pnpm test:languages` runs them.
test('combines every pair of language, theme, text size, script, and font at least once', () => {
  const factors = ['lang', 'theme', 'text', 'script', 'family'] as const;
  for (const [index, one] of factors.entries()) {
    for (const other of factors.slice(index + 1)) {
      const values = (factor: typeof one) => new Set(combinations.map((combination) => combination[factor])).size;
      const pairs = new Set(combinations.map((combination) => `${combination[one]} ${combination[other]}`));
      expect([one, other, pairs.size]).toEqual([one, other, values(one) * values(other)]);
    }
  }
});
