import { launchBrowser } from '@heart-survey/widget/test/browser';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, test } from 'vitest';
import { expectElementFits, expectEveryStateFits, ways } from './test/every-state.ts';

let browser: Browser;
beforeAll(async () => {
  browser = await launchBrowser();
});
afterAll(() => browser.close());

test.each(ways)(
  'in $lang, $theme, text of $text %, script $script: every page and state fits, and axe finds nothing',
  (way) => expectEveryStateFits(browser, way),
);

test.each(ways)('in $lang, $theme, text of $text %, the element fits, and axe finds nothing', (way) =>
  expectElementFits(browser, way),
);
