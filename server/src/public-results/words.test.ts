import { catalogs } from '@heart-survey/shared/languages/languages';
import { resultsTexts } from '@heart-survey/shared/results/results';
import { expect, test } from 'vitest';
import { dateInWords, goalOf, quarterInWords, quarterLabel, type Words } from './words.ts';

const wordsIn = (tag: string): Words => ({ text: catalogs[tag]!, texts: resultsTexts({ tag }) });

/** A quarter in one year, one that ends in the next, and the short form. */
const quarters: Record<string, [string, string, string]> = {
  en: ['July to September 2026', 'December 2026 to February 2027', 'Jul–Sep 2026'],
  es: ['julio a septiembre de 2026', 'diciembre de 2026 a febrero de 2027', 'jul–sept 2026'],
  ar: ['يوليو إلى سبتمبر 2026', 'ديسمبر 2026 إلى فبراير 2027', 'يوليو–سبتمبر 2026'],
  'zh-Hans': ['2026年7月至9月', '2026年12月至2027年2月', '2026年7–9月'],
  'zh-Hant': ['2026年7月至9月', '2026年12月至2027年2月', '2026年7–9月'],
  tl: ['Hulyo hanggang Setyembre 2026', 'Disyembre 2026 hanggang Pebrero 2027', 'Hul–Set 2026'],
  ko: ['2026년 7월~9월', '2026년 12월~2027년 2월', '2026년 7월~9월'],
  fa: ['ژوئیه تا سپتامبر 2026', 'دسامبر 2026 تا فوریه 2027', 'ژوئیه–سپتامبر 2026'],
  so: ['Luulyo ilaa Sebtembar 2026', 'Diseembar 2026 ilaa Febraayo 2027', 'Lul–Seb 2026'],
  vi: ['tháng 7 đến tháng 9 năm 2026', 'tháng 12 năm 2026 đến tháng 2 năm 2027', 'thg 7–thg 9, 2026'],
};

test.each(Object.keys(catalogs))('names quarters in %s', (tag) => {
  const words = wordsIn(tag);
  expect([
    quarterInWords(words, { id: '2026-07' }),
    quarterInWords(words, { id: '2026-12' }),
    quarterLabel(words, { id: '2026-07' }),
  ]).toEqual(quarters[tag]);
});

test('names dates in the zone of the department, with the same digits in every language', () => {
  const at = Date.UTC(2026, 9, 12, 3);
  expect(dateInWords(wordsIn('en'), at, 'America/Los_Angeles')).toBe('October 11, 2026');
  for (const tag of Object.keys(catalogs)) {
    const date = dateInWords(wordsIn(tag), at, 'America/Los_Angeles');
    expect(date).toContain('2026');
    expect(date).toContain('11');
  }
});

test('shows a goal without needless zeros', () => {
  expect(['4.00', '3.50', '3.85'].map(goalOf)).toEqual(['4', '3.5', '3.85']);
});
