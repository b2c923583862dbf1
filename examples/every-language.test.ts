import { inEveryFamily } from '@heart-survey/widget/test/in-every-family';
import { expect, test } from 'vitest';
import { expectElementFits, expectEveryStateFits, ways } from './test/every-state.ts';

// A few of the ways, one for each family of fonts; `pnpm test:languages` goes all of them.
const some = ways.filter(({ lang, theme }) =>
  ['ar light', 'so dark', 'tl forced colours'].includes(`${lang} ${theme}`),
);

test('every two of language, theme, size of text, script and fonts come together in some way', () => {
  const factors = ['lang', 'theme', 'text', 'script', 'family'] as const;
  for (const [place, one] of factors.entries()) {
    for (const other of factors.slice(place + 1)) {
      const values = (factor: typeof one) => new Set(ways.map((way) => way[factor])).size;
      const pairs = new Set(ways.map((way) => `${way[one]} ${way[other]}`));
      expect([one, other, pairs.size]).toEqual([one, other, values(one) * values(other)]);
    }
  }
});

inEveryFamily((browser, family) => {
  const inThis = some.filter((way) => way.family === family);

  test.each(inThis)(
    'in $lang, $theme, text of $text %, script $script: every page and state fits, and axe finds nothing',
    { timeout: 120_000 },
    (way) => expectEveryStateFits(browser(), way),
  );

  test.each(inThis)('in $lang, $theme, text of $text %, the element fits, and axe finds nothing', (way) =>
    expectElementFits(browser(), way),
  );
});
