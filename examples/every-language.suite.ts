import { inEveryFamily } from '@heart-survey/widget/test/in-every-family';
import { test } from 'vitest';
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
