import { expect, test } from 'vitest';
import { readingGrade } from '../../test/reading-grade.ts';
import { currentWording, isItem, items, scale, wordings } from '../items.ts';
import { noRatings } from '../response.ts';
import { maxCommentLength } from '../text.ts';
import { en } from './en.ts';

const statements = items.map((item) => en.items[item].statement);

test('has six items: the five HEART words in order, then overall satisfaction', () => {
  expect(items).toEqual(['helpfulness', 'expertise', 'attentiveness', 'respect', 'timeliness', 'overall']);
  expect(items.map((item) => item[0]!.toUpperCase()).join('')).toBe('HEARTO');
  expect(items.map((item) => en.items[item].word)).toEqual([
    'Helpfulness',
    'Expertise',
    'Attentiveness',
    'Respect',
    'Timeliness',
    'Overall',
  ]);
  expect(Object.keys(en.items)).toEqual([...items]);
});

test('has a five-point scale in the words fixed by the design', () => {
  expect(scale).toEqual([1, 2, 3, 4, 5]);
  expect(en.scale).toEqual(['Strongly disagree', 'Disagree', 'Neither agree nor disagree', 'Agree', 'Strongly agree']);
});

test('measures the reading grade correctly', () => {
  // By hand: 0.39 · 6 words + 11.8 · 6 syllables / 6 words − 15.59.
  expect(readingGrade('The cat sat on the mat.')).toBeCloseTo(-1.45, 2);
  expect(readingGrade('Personnel demonstrated considerable professional competence.')).toBeGreaterThan(20);
});

test.each(statements)('“%s” reads at grade 6 or below', (statement) => {
  expect(readingGrade(statement)).toBeLessThanOrEqual(6);
});

test.each([
  en.mayShow,
  en.mayShowHint,
  en.group,
  en.noGroup,
  en.privacyPage.group,
  en.privacyPage.link,
  en.privacyPage.seen,
])('“%s” reads at grade 6 or below', (text) => {
  expect(readingGrade(text)).toBeLessThanOrEqual(6);
});

test.each(statements)(
  '“%s” is one sentence about me or staff that a person can agree or disagree with',
  (statement) => {
    expect(statement).toMatch(/\b(?:I|me|[Ss]taff)\b/);
    expect(statement).toMatch(/^[A-Z][^.?!]*\.$/);
  },
);

test('has six different statements', () => {
  expect(new Set(statements).size).toBe(6);
});

test('uses the same messages in the form and in the API', () => {
  expect(en.noRatings).toBe(noRatings);
  expect(en.commentTooLong).toContain(maxCommentLength.toLocaleString('en-US'));
  expect(wordings).toContain(currentWording);
});

test('recognizes an item only by its exact name, and no inherited property', () => {
  expect(items.every(isItem)).toBe(true);
  expect(['', 'Overall', 'toString', '__proto__', 'constructor'].some(isItem)).toBe(false);
});
