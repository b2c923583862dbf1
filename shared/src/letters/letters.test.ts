import { describe, expect, test } from 'vitest';
import { readingGrade } from '../../test/reading-grade.ts';
import { catalogs } from '../languages/languages.ts';
import { messagesOf, placeholdersOf, roomFor } from '../languages/messages.ts';
import { blank, letterCatalogs, letterKinds } from './letters.ts';

const english = messagesOf(letterCatalogs['en']!);
const paragraphsOf = (text: string) => text.split('\n\n');

test('are in the ten languages of the survey', () => {
  expect(Object.keys(letterCatalogs)).toEqual(Object.keys(catalogs));
});

describe.each(Object.entries(letterCatalogs))('%s', (tag, catalog) => {
  const texts = messagesOf(catalog);

  test('has each letter, with the same placeholders and blanks in each paragraph as English', () => {
    expect(Object.keys(catalog.letters)).toEqual([...letterKinds]);
    expect([...texts.keys()]).toEqual([...english.keys()]);
    for (const [path, text] of texts) {
      const shape = (whole: string) =>
        paragraphsOf(whole).map((part) => [placeholdersOf(part), part.split(blank).length - 1]);
      expect(shape(text), path).toEqual(shape(english.get(path)!));
      expect(text.trim(), path).toBe(text);
    }
  });

  test('has no text that is too long, and uses only the digits 0 to 9', () => {
    for (const [path, text] of texts) {
      expect(text.length, path).toBeLessThanOrEqual(roomFor(english.get(path)!));
      expect(text, path).not.toMatch(/(?![0-9])\p{Nd}/u);
    }
  });

  test('begins with the name, promises a date only in a paragraph of its own, and names the Ombudsman at the end', () => {
    for (const text of Object.values(catalog.letters)) expect(paragraphsOf(text)[0]).toContain('{name}');
    for (const kind of ['acknowledgement', 'extension', 'second stage'] as const) {
      const dated = paragraphsOf(catalog.letters[kind]).filter((part) => part.includes('{date}'));
      expect(dated.map(placeholdersOf), kind).toEqual([['{date}']]);
    }
    expect(catalog.letters['second answer']).toContain('\n\n{ombudsman}\n\n');
    expect(catalog.letters['second answer']).toContain('Ombudsman');
    expect(catalog.ombudsman).toContain('Ombudsman');
  });

  test('says whether someone has read it, and leaves no sentence in English', () => {
    expect(catalog.source).toContain('not yet read');
    if (tag === 'en') return;
    const ours = new Set([...english.values()].flatMap(paragraphsOf));
    const same = [...texts.values()].flatMap(paragraphsOf).filter((part) => /\s/.test(part) && ours.has(part));
    expect(same).toEqual([]);
  });
});

const sentences = [...english].flatMap(([path, text]) =>
  paragraphsOf(text)
    .flatMap((part) => part.split(/(?<=[.?:])\s+/))
    .map((sentence) => sentence.replace(/\{(?:date|received)\}/, 'May 3').replaceAll(/\{\w+\}|_+/g, ''))
    .filter((sentence) => sentence.split(' ').length > 4)
    .map((sentence): [string, string] => [path, sentence]),
);

test.each(sentences)('%s reads at grade 6 or below: “%s”', (path, sentence) => {
  // The names of the Ombudsman and the commissioner are long in any sentence.
  if (path === 'letters.commissioner notice') return;
  expect(readingGrade(sentence.replaceAll(/Ombudsman|privacy commissioner/g, 'them'))).toBeLessThanOrEqual(6);
});
