import { describe, expect, test } from 'vitest';
import { items } from '../items.ts';
import { catalogues, isLanguage } from './languages.ts';
import { messagesOf, placeholdersOf, roomFor } from './messages.ts';

const english = catalogues['en']!;

/** Which values each text fills in; all others fill in none. */
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
};

describe.each(Object.entries(catalogues))('%s', (tag, catalogue) => {
  const texts = messagesOf(catalogue);

  test('stands under its own tag, which a runtime knows, with a direction that is that of its script', () => {
    expect(catalogue.tag).toBe(tag);
    expect(isLanguage(tag)).toBe(true);
    expect(new Intl.DisplayNames('en', { type: 'language', fallback: 'none' }).of(tag)).toBeDefined();
    const { script } = new Intl.Locale(tag).maximize();
    expect(catalogue.direction).toBe(script === 'Arab' ? 'rtl' : 'ltr');
  });

  test('says where its wording comes from, and that nobody has read it for as long as it is a draft', () => {
    expect(catalogue.source).not.toBe('');
    expect(['draft', 'reviewed']).toContain(catalogue.review);
    expect(/not yet read/.test(catalogue.source)).toBe(catalogue.review === 'draft');
  });

  test('says everything that English says, and fills in the same values', () => {
    expect([...texts.keys()].toSorted()).toEqual([...messagesOf(english).keys()].toSorted());
    for (const [path, text] of texts) {
      expect(text.trim(), path).toBe(text);
      expect(text, path).not.toBe('');
      expect(placeholdersOf(text), path).toEqual(filledIn[path] ?? []);
    }
  });

  test('is no longer than its places have room for, and writes its digits in Latin', () => {
    for (const [path, text] of texts) {
      expect(text.length, path).toBeLessThanOrEqual(roomFor(messagesOf(english).get(path)!));
      expect(text, path).not.toMatch(/(?![0-9])\p{Nd}/u);
    }
    expect(catalogue.commentTooLong).toContain('4,000');
  });

  test('has six different statements and five different points', () => {
    expect(new Set(items.map((item) => catalogue.items[item].statement)).size).toBe(6);
    expect(new Set(items.map((item) => catalogue.items[item].word)).size).toBe(6);
    expect(new Set(catalogue.scale).size).toBe(5);
  });

  test('calls the button by its name wherever it speaks of it', () => {
    for (const text of [catalogue.alreadySent, catalogue.sendAgain]) expect(text).toContain(catalogue.send);
  });
});

test.each(Object.entries(catalogues).filter(([tag]) => tag !== 'en'))(
  '%s repeats no sentence of the English',
  (_tag, catalogue) => {
    const texts = messagesOf(english);
    const same = [...messagesOf(catalogue)].filter(([path, text]) => text === texts.get(path) && /\s/.test(text));
    expect(same).toEqual([]);
  },
);

test('every language says of itself the same in the list', () => {
  expect(Object.keys(catalogues)).toEqual(['en', 'es', 'ar', 'zh-Hans', 'zh-Hant', 'tl', 'ko', 'fa', 'so', 'vi']);
  expect(new Set(Object.values(catalogues).map(({ name }) => name)).size).toBe(10);
});

test('what is no language of ours is none, whatever it is called', () => {
  expect(['xx', '', 'EN', 'constructor', '__proto__', null].map(isLanguage)).toEqual(Array(6).fill(false));
});
