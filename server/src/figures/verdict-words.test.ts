import type { VerdictResult } from '@heart-survey/shared/verdict';
import { expect, test } from 'vitest';
import {
  verdictInWords,
  verdictName,
  verdictWithoutFigures,
  type PlanVerdict,
  type VerdictQuarter,
  type VerdictSide,
} from './figures.ts';

const side = (average: string | null, ...ids: string[]): VerdictSide => ({
  quarters: ids.map((id) => ({ id }) as VerdictQuarter),
  average,
  n: average === null ? 0 : 1440,
  responses: average === null ? 0 : 240,
});
const before = side('3.92', '2026-04', '2026-07');
const after = side('4.21', '2027-01', '2027-04');
const wobble = { sd: 0.05, quarters: null };
const comparison = { t: 1, limit: 2.6, degrees: 300 };
const said = (verdict: VerdictResult['verdict'], more: Partial<PlanVerdict> = {}): PlanVerdict => ({
  verdict,
  isInterim: false,
  difference: '+0.29',
  comparison,
  wobble,
  before,
  after,
  validFrom: 0,
  ...more,
});
const interim = { isInterim: true, comparison: null, after: side('4.21', '2027-01') };

test('shows both averages, each with its n and its responses', () => {
  expect(verdictInWords(said('clearly better'))).toBe(
    'Clearly better: 4.21 in Jan–Jun 2027 (n 1,440, 240 responses), up from 3.92 in Apr–Sep 2026 (n 1,440, 240 responses). A difference this large is unlikely to be due to chance.',
  );
  expect(verdictInWords(said('worse', { difference: '−0.29' }))).toMatch(/^Worse: 4\.21 in .*, down from 3\.92 in /);
  expect(verdictInWords(said('no change shown', { difference: '±0.00' }))).toContain(', compared with 3.92 in ');
});

test.each([
  ['clearly better', {}, 'Clearly better', 'A difference this large is unlikely to be due to chance.'],
  ['worse', {}, 'Worse', 'A difference this large is unlikely to be due to chance.'],
  [
    'at target twice',
    {},
    'At target in both quarters',
    'This is not shown to be an improvement. The difference may be due to chance.',
  ],
  [
    'at target once',
    {},
    'At target in one of two quarters',
    'This is not shown to be an improvement. The difference may be due to chance.',
  ],
  ['no change shown', {}, 'No change shown', 'The difference may be due to chance.'],
  [
    'no change shown',
    { comparison: null },
    'No change shown',
    'All responses before the plan, or all after it, are the same, so we cannot tell whether the difference is due to chance.',
  ],
  [
    'too few responses',
    {},
    'Too few responses',
    'A verdict needs at least 11 responses before the plan and 11 after it.',
  ],
  [
    'too few responses',
    interim,
    'Too few responses so far',
    'A verdict needs at least 11 responses before the plan and 11 after it.',
  ],
  [
    'at target once',
    interim,
    'At target in the first quarter',
    'This is not shown to be an improvement. A verdict will be available once two quarters that began after the plan was approved have closed.',
  ],
  [
    null,
    interim,
    'Waiting for the second quarter to close',
    'A verdict will be available once two quarters that began after the plan was approved have closed.',
  ],
  [
    null,
    { ...interim, after: side(null) },
    'Waiting for two quarters to close',
    'A verdict will be available once two quarters that began after the plan was approved have closed.',
  ],
] as const)('says "%s" in words', (verdict, more, name, meaning) => {
  const one = said(verdict, more);
  expect(verdictName(one)).toBe(name);
  expect(verdictInWords(one).startsWith(name)).toBe(true);
  expect(verdictInWords(one).endsWith(`. ${meaning}`)).toBe(true);
});

test('says that a side has no ratings', () => {
  expect(
    verdictInWords(said('too few responses', { after: side(null, '2027-01', '2027-04'), difference: null })),
  ).toMatch(/^Too few responses: no ratings in Jan–Jun 2027 \(n 0, 0 responses\), compared with 3\.92 in Apr–Sep 2026/);
});

test('says without figures nothing that only they show', () => {
  const alike = said('no change shown', { comparison: null });
  expect(verdictWithoutFigures(alike)).toBe('No change shown. The difference may be due to chance.');
  expect(verdictWithoutFigures(said('clearly better'))).toBe(
    'Clearly better. A difference this large is unlikely to be due to chance.',
  );
});
