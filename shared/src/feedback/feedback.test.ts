import { describe, expect, test } from 'vitest';
import { readingGrade } from '../../test/reading-grade.ts';
import { catalogs } from '../languages/languages.ts';
import { messagesOf, placeholdersOf, roomFor } from '../languages/messages.ts';
import { feedbackCatalogs, feedbackKinds, surveyFormats } from './feedback.ts';

const english = messagesOf(feedbackCatalogs['en']!);

/** The placeholders of each text. All other texts have none. */
const filledIn: Record<string, string[]> = {
  'form.hotline': ['{hotline}'],
  'errors.tooLong': ['{count}'],
  'errors.fieldTooLong': ['{label}'],
  'receipt.acknowledgeBy': ['{date}'],
  'receipt.answerBy': ['{date}'],
  'case.wait': ['{seconds}'],
  'case.kept': ['{date}'],
  'case.late': ['{date}'],
  'case.countedDay': ['{n}'],
  'case.messageTooLong': ['{count}'],
};

test('is in the ten languages of the survey', () => {
  expect(Object.keys(feedbackCatalogs)).toEqual(Object.keys(catalogs));
});

describe.each(Object.entries(feedbackCatalogs))('%s', (tag, catalog) => {
  const texts = messagesOf(catalog);

  test('has the same messages and placeholders as English', () => {
    expect([...texts.keys()]).toEqual([...english.keys()]);
    for (const [path, text] of texts) {
      expect(text.trim(), path).toBe(text);
      expect(text, path).not.toBe('');
      expect(placeholdersOf(text), path).toEqual(filledIn[path] ?? []);
    }
  });

  test('has no text that is too long, and uses only the digits 0 to 9', () => {
    for (const [path, text] of texts) {
      expect(text.length, path).toBeLessThanOrEqual(roomFor(english.get(path)!));
      expect(text, path).not.toMatch(/(?![0-9])\p{Nd}/u);
    }
    for (const text of [catalog.form.limits, catalog.errors.tooLong, catalog.case.messageTooLong])
      expect(text).toContain('20,000');
    expect(catalog.form.emergency).toContain('911');
    expect(catalog.case.referenceHint).toContain('7KQ4-X2MD');
  });

  test('has nine different kinds and six different stages', () => {
    expect(Object.keys(catalog.form.kinds)).toEqual([...feedbackKinds]);
    expect(new Set(Object.values(catalog.form.kinds)).size).toBe(9);
    expect(new Set(Object.values(catalog.case.stages)).size).toBe(6);
    expect(catalog.ways.list.length).toBe(7);
  });

  test('has a different name for each format', () => {
    expect(Object.keys(catalog.formats.names)).toEqual([...surveyFormats]);
    expect(new Set(Object.values(catalog.formats.names)).size).toBe(surveyFormats.length);
  });

  test('says whether someone has read it, and leaves no sentence in English', () => {
    expect(catalog.source).toContain('not yet read');
    if (tag === 'en') return;
    const same = [...texts].filter(([path, text]) => text === english.get(path) && /\s/.test(text));
    expect(same).toEqual([]);
  });
});

const sentences = [...english].filter(([, text]) => /[.?]$/.test(text) && text.split(' ').length > 4);

test.each(sentences)('%s reads at grade 6 or below: “%s”', (path, text) => {
  // The names of offices and of the Ombudsman are long in any sentence.
  if (path.startsWith('ways.')) return;
  expect(readingGrade(text)).toBeLessThanOrEqual(6);
});
