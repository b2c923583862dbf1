import { describe, expect, test } from 'vitest';
import { readingGrade } from '../../test/reading-grade.ts';
import { catalogs } from '../languages/languages.ts';
import { messagesOf, placeholdersOf, roomFor } from '../languages/messages.ts';
import { invitationCatalogs } from './invitations.ts';

const english = messagesOf(invitationCatalogs['en']!);

test('is in the ten languages of the survey', () => {
  expect(Object.keys(invitationCatalogs)).toEqual(Object.keys(catalogs));
});

describe.each(Object.entries(invitationCatalogs))('%s', (tag, catalog) => {
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
    // The question is the one that the survey and its links ask.
    expect(catalog.subject).toContain(catalogs[tag]!.title);
    expect(catalog.reminderSubject).toContain(catalog.subject);
    const ours = new Set(english.values());
    expect([...texts.values()].filter((text) => tag !== 'en' && ours.has(text))).toEqual([]);
  });
});

const sentences = [...english.values()].flatMap((text) =>
  text.split(/(?<=[.?:])\s+/).filter((one) => one.split(' ').length > 4),
);

test.each(sentences)('reads at grade 6 or below: “%s”', (sentence) => {
  expect(readingGrade(sentence.replace('{date}', 'May 3').replace('{campaign}', 'one'))).toBeLessThanOrEqual(6);
});
