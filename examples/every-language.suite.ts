import { inEveryFamily } from '@heart-survey/widget/test/in-every-family';
import { test } from 'vitest';
import { expectElementFits, expectEveryStateFits, ways } from './test/every-state.ts';

inEveryFamily((browser, family) => {
  const inThis = ways.filter((way) => way.family === family);

  test.each(inThis)(
    'in $lang, $theme, text of $text %, script $script: every page and state fits, and axe finds nothing',
    { timeout: 120_000 },
    (way) => expectEveryStateFits(browser(), way),
  );

  test.each(inThis)('in $lang, $theme, text of $text %, the element fits, and axe finds nothing', (way) =>
    expectElementFits(browser(), way),
  );
});
