import { launchBrowser } from '@heart-survey/widget/test/browser';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { expectElementFits, expectEveryStateFits, ways } from './test/every-state.ts';

// A few of the ways; `pnpm test:languages` goes all of them.
let browser: Browser;
beforeAll(async () => {
  browser = await launchBrowser();
});
afterAll(() => browser.close());

test('every two of language, theme, size of text and script come together in some way', () => {
  const factors = ['lang', 'theme', 'text', 'script'] as const;
  for (const [place, one] of factors.entries()) {
    for (const other of factors.slice(place + 1)) {
      const values = (factor: typeof one) => new Set(ways.map((way) => way[factor])).size;
      const pairs = new Set(ways.map((way) => `${way[one]} ${way[other]}`));
      expect([one, other, pairs.size]).toEqual([one, other, values(one) * values(other)]);
    }
  }
});

const some = ways.filter(({ lang, theme }) => ['ar light', 'so dark'].includes(`${lang} ${theme}`));

test.each(some)(
  'in $lang, $theme, text of $text %, script $script: every page and state fits, and axe finds nothing',
  (way) => expectEveryStateFits(browser, way),
);

test.each(some)('in $lang, $theme, text of $text %, the element fits, and axe finds nothing', (way) =>
  expectElementFits(browser, way),
);
