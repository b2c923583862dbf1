import { describe, expect, test } from 'vitest';
import { items } from '../items.ts';
import { catalogues, isLanguage } from './languages.ts';

const english = catalogues['en']!;

/** Every text of a catalogue by its path, such as `items.respect.word`. */
function textsOf(value: unknown, path = ''): [path: string, text: string][] {
  if (typeof value === 'string') return [[path, value]];
  return Object.entries(value as object).flatMap(([name, part]) =>
    textsOf(part, path === '' ? name : `${path}.${name}`),
  );
}

const placeholders = (text: string) => [...text.matchAll(/\{\w+\}/g)].map(([name]) => name).toSorted();

describe.each(Object.values(catalogues))('$name', (catalogue) => {
  const texts = new Map(textsOf(catalogue));

  test('stands under its own tag, which a runtime knows', () => {
    expect(catalogues[catalogue.tag]).toBe(catalogue);
    expect(Intl.getCanonicalLocales(catalogue.tag)).toEqual([catalogue.tag]);
    expect(isLanguage(catalogue.tag)).toBe(true);
  });

  test('says everything that English says, and fills in the same values', () => {
    for (const [path, text] of textsOf(english)) {
      expect(texts.get(path)?.trim(), path).not.toBe('');
      expect(placeholders(texts.get(path) ?? ''), path).toEqual(placeholders(text));
    }
  });

  test('has six different statements and five different points', () => {
    expect(new Set(items.map((item) => catalogue.items[item].statement)).size).toBe(6);
    expect(new Set(catalogue.scale).size).toBe(5);
  });
});

test('what is no language of ours is none, whatever it is called', () => {
  expect(['xx', '', 'EN', 'constructor', '__proto__', null].map(isLanguage)).toEqual(Array(6).fill(false));
});
