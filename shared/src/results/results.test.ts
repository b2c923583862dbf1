import { describe, expect, test } from 'vitest';
import { readingGrade } from '../../test/reading-grade.ts';
import { catalogs } from '../languages/languages.ts';
import { messagesOf, placeholdersOf, roomFor } from '../languages/messages.ts';
import { resultsCatalogs } from './results.ts';

const english = messagesOf(resultsCatalogs['en']!);

test('is in the ten languages of the survey', () => {
  expect(Object.keys(resultsCatalogs)).toEqual(Object.keys(catalogs));
});

describe.each(Object.entries(resultsCatalogs))('%s', (tag, catalog) => {
  const texts = messagesOf(catalog);

  test('has the same messages and placeholders as English', () => {
    expect([...texts.keys()]).toEqual([...english.keys()]);
    for (const [path, text] of texts) {
      expect(text.trim(), path).toBe(text);
      expect(text, path).not.toBe('');
      expect(placeholdersOf(text), path).toEqual(placeholdersOf(english.get(path)!));
    }
  });

  test('has no text that is too long, and uses only the digits 0 to 9', () => {
    for (const [path, text] of texts) {
      expect(text.length, path).toBeLessThanOrEqual(roomFor(english.get(path)!));
      expect(text, path).not.toMatch(/(?![0-9])\p{Nd}/u);
    }
    const counted = catalog.counted.list.join(' ');
    for (const figure of ['3.996', '3.99', '95%', '11', '1.00', '5.00']) expect(counted).toContain(figure);
    expect(catalog.heads.interval).toContain('95%');
  });

  test('explains each word by which it names a figure', () => {
    const { list } = catalog.counted;
    expect(list.length).toBe(9);
    const named = { 2: catalog.heads.responses, 4: catalog.heads.interval, 6: catalog.status.suppressed };
    for (const [at, word] of Object.entries(named))
      expect(list[Number(at)]!.toLowerCase()).toContain(word.toLowerCase());
    for (const word of [catalog.change.clear, catalog.change['not clear']]) expect(list[5]).toContain(word);
    expect(new Set([...Object.values(catalog.status), ...Object.values(catalog.change)]).size).toBe(7);
  });

  test('says whether someone has read it, and leaves no sentence in English', () => {
    expect(catalog.source).toContain('not yet read');
    if (tag === 'en') return;
    const isWords = (text: string) => /\s/.test(text.replaceAll(/\{\w+\}/g, '').trim());
    // Tagalog uses the English name of the statistic.
    const same = [...texts].filter(([path, text]) => text === english.get(path) && isWords(text));
    expect(same.map(([path]) => path)).toEqual(tag === 'tl' ? ['heads.interval'] : []);
  });
});

const sentences = [...english].filter(([, text]) => /[.?]$/.test(text) && text.split(' ').length > 4);

test.each(sentences)('%s reads at grade 6 or below: “%s”', (_path, text) => {
  // A placeholder counts as one short word.
  expect(readingGrade(text.replaceAll(/\{\w+\}/g, 'one'))).toBeLessThanOrEqual(6);
});
