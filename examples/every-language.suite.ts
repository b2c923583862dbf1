import { inEveryFamily } from '@heart-survey/widget/test/in-every-family';
import { expect, test } from 'vitest';
import { expectElementFits, expectEveryStateFits, combinations } from './test/every-state.ts';

inEveryFamily((browser, family) => {
  const inThis = combinations.filter((combination) => combination.family === family);

  test.each(inThis)(
    'fits every page and state without axe findings: $lang, $theme, text $text%, script $script',
    { timeout: 120_000 },
    (combination) => expectEveryStateFits(browser(), combination),
  );

  test.each(inThis)('fits the element without axe findings: $lang, $theme, text $text%', (combination) =>
    expectElementFits(browser(), combination),
  );
});

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
