import { describe, expect, test } from 'vitest';
import { readingGrade } from '../../test/reading-grade.ts';
import { catalogs } from '../languages/languages.ts';
import { messagesOf, placeholdersOf, roomFor } from '../languages/messages.ts';
import { interviewCatalogs } from './interview.ts';

const english = messagesOf(interviewCatalogs['en']!);

test('is in the ten languages of the survey', () => {
  expect(Object.keys(interviewCatalogs)).toEqual(Object.keys(catalogs));
});

describe.each(Object.entries(interviewCatalogs))('%s', (tag, catalog) => {
  test('has the same messages and placeholders as English, none too long, with the digits 0 to 9', () => {
    const texts = messagesOf(catalog);
    expect([...texts.keys()]).toEqual([...english.keys()]);
    for (const [path, text] of texts) {
      expect(text.trim(), path).toBe(text);
      expect(placeholdersOf(text), path).toEqual(placeholdersOf(english.get(path)!));
      expect(text.length, path).toBeLessThanOrEqual(roomFor(english.get(path)!));
      expect(text, path).not.toMatch(/(?![0-9])\p{Nd}/u);
    }
    expect(catalog.source).toContain('not yet read');
    const sentences = (text: string) => text.split(/(?<=[.?!])\s+/);
    const ours = new Set([...english.values()].flatMap(sentences));
    expect([...texts.values()].flatMap(sentences).filter((one) => tag !== 'en' && ours.has(one))).toEqual([]);
  });
});

const spoken = [...english.values()].flatMap((text) =>
  text.split(/(?<=[.?!])\s+/).filter((one) => one.split(' ').length > 4),
);

test.each(spoken)('reads at grade 6 or below: “%s”', (sentence) => {
  expect(readingGrade(sentence.replaceAll(/\{\w+\}/g, 'one'))).toBeLessThanOrEqual(6);
});
