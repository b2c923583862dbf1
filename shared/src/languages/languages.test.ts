import { describe, expect, test } from 'vitest';
import { items } from '../items.ts';
import { catalogs, isLanguage } from './languages.ts';
import { messagesOf, placeholdersOf, roomFor } from './messages.ts';

const english = catalogs['en']!;

/** The placeholders of each text. All other texts have none. */
const filledIn: Record<string, string[]> = {
  about: ['{region}'],
  thanks: ['{region}'],
  retired: ['{region}'],
  badRating: ['{statement}'],
  'accessibility.drafts': ['{languages}'],
  'print.code': ['{region}'],
  'signature.link': ['{region}'],
  'signature.rate': ['{high}', '{low}'],
  'signature.picture': ['{program}'],
  'scripts.greeting': ['{date}', '{extension}', '{name}', '{position}'],
  'scripts.away': ['{extension}', '{from}', '{name}', '{position}', '{to}'],
  'scripts.reply': ['{colleague}', '{from}', '{to}'],
};

describe.each(Object.entries(catalogs))('%s', (tag, catalog) => {
  const texts = messagesOf(catalog);

  test('is listed under its own valid tag, and its direction matches its script', () => {
    expect(catalog.tag).toBe(tag);
    expect(isLanguage(tag)).toBe(true);
    expect(new Intl.DisplayNames('en', { type: 'language', fallback: 'none' }).of(tag)).toBeDefined();
    const { script } = new Intl.Locale(tag).maximize();
    expect(catalog.direction).toBe(script === 'Arab' ? 'rtl' : 'ltr');
  });

  test('names the source of its wording, and a draft states that no one has read it yet', () => {
    expect(catalog.source).not.toBe('');
    expect(['draft', 'reviewed']).toContain(catalog.review);
    expect(/not yet read/.test(catalog.source)).toBe(catalog.review === 'draft');
  });

  test('has the same messages and placeholders as English', () => {
    expect([...texts.keys()].toSorted()).toEqual([...messagesOf(english).keys()].toSorted());
    for (const [path, text] of texts) {
      expect(text.trim(), path).toBe(text);
      expect(text, path).not.toBe('');
      expect(placeholdersOf(text), path).toEqual(filledIn[path] ?? []);
    }
  });

  test('has no text that is too long, and uses only the digits 0 to 9', () => {
    for (const [path, text] of texts) {
      expect(text.length, path).toBeLessThanOrEqual(roomFor(messagesOf(english).get(path)!));
      expect(text, path).not.toMatch(/(?![0-9])\p{Nd}/u);
    }
    expect(catalog.commentTooLong).toContain('4,000');
  });

  test('has six different statements and five different scale points', () => {
    expect(new Set(items.map((item) => catalog.items[item].statement)).size).toBe(6);
    expect(new Set(items.map((item) => catalog.items[item].word)).size).toBe(6);
    expect(new Set(catalog.scale).size).toBe(5);
  });

  test('quotes the Send button by its exact label', () => {
    for (const text of [catalog.alreadySent, catalog.sendAgain]) expect(text).toContain(catalog.send);
  });
});

test.each(Object.entries(catalogs).filter(([tag]) => tag !== 'en'))(
  '%s leaves no sentence in English',
  (_tag, catalog) => {
    const texts = messagesOf(english);
    const same = [...messagesOf(catalog)].filter(([path, text]) => text === texts.get(path) && /\s/.test(text));
    expect(same).toEqual([]);
  },
);

test('lists ten languages, each with its own name', () => {
  expect(Object.keys(catalogs)).toEqual(['en', 'es', 'ar', 'zh-Hans', 'zh-Hant', 'tl', 'ko', 'fa', 'so', 'vi']);
  expect(new Set(Object.values(catalogs).map(({ name }) => name)).size).toBe(10);
});

test('does not accept an unknown language tag', () => {
  expect(['xx', '', 'EN', 'constructor', '__proto__', null].map(isLanguage)).toEqual(Array(6).fill(false));
});
