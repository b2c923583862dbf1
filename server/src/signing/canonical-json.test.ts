import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { canonicalJson, fromCanonicalJson, type CanonicalValue } from './canonical-json.ts';

/** Any text without half of a surrogate pair. */
const text = fc.string({ unit: 'binary' });
const value = fc.letrec<{ any: CanonicalValue }>((tie) => ({
  any: fc.oneof(
    { depthSize: 'small' },
    text,
    fc.boolean(),
    fc.constant(null),
    fc.array(tie('any'), { maxLength: 5 }),
    fc.dictionary(text, tie('any'), { maxKeys: 8 }),
  ),
})).any;

test('writes the example of RFC 8785, §3.2.3, in the order of UTF-16 units', () => {
  const names = ['\u20ac', '\r', '\ufb33', '1', '\u{1f600}', '\u0080', '\u00f6'];
  const example = Object.fromEntries(names.map((name, index) => [name, String(index)]));
  // The emoji begins with a surrogate, which sorts before U+FB33 although its code point is higher.
  expect(canonicalJson(example)).toBe(
    String.raw`{"\r":"1","1":"3","` + '\u0080":"5","\u00f6":"6","\u20ac":"0","\u{1f600}":"4","\ufb33":"2"}',
  );
});

test('escapes only what RFC 8785, §3.2.2.2, escapes', () => {
  const all = `\b\t\n\f\r"\\/\u0000\u001f\u007f\u2028é€😀`;
  expect(canonicalJson(all)).toBe(String.raw`"\b\t\n\f\r\"\\/\u0000\u001f` + '\u007f\u2028é€😀"');
});

test('has one text for each value, whatever order its members were written in', () => {
  fc.assert(
    fc.property(value, fc.infiniteStream(fc.nat()), (given, random) => {
      const canonical = canonicalJson(given);
      expect(JSON.parse(canonical)).toEqual(given);
      expect(canonicalJson(shuffled(given, random))).toBe(canonical);
      expect(fromCanonicalJson(canonical)).toEqual(given);
    }),
  );
});

test('the names of every object are in the order of their UTF-16 units', () => {
  fc.assert(
    fc.property(fc.uniqueArray(text, { minLength: 2 }), (names) => {
      const object = Object.fromEntries(names.map((name) => [name, null]));
      const written = [...canonicalJson(object).matchAll(/("(?:[^"\\]|\\.)*"):null/g)].map(
        ([, name]) => JSON.parse(name!) as string,
      );
      const units = (name: string) => Array.from({ length: name.length }, (_, index) => name.charCodeAt(index));
      const inOrder = names.toSorted((one, other) => compared(units(one), units(other)));
      expect(written).toEqual(inOrder);
    }),
  );
});

test('rejects numbers, missing values and lone surrogates', () => {
  for (const wrong of [1, 1.5, undefined, 1n, [0], { a: { b: 2 } }, { a: undefined }, '\ud800', { '\udc00': 'x' }]) {
    expect(() => canonicalJson(wrong as never), typeof wrong).toThrow('Canonical JSON takes no');
  }
});

test('reads back nothing but canonical JSON', () => {
  for (const text of [
    '{"b":"1","a":"2"}',
    '{"a": "1"}',
    '{"a":"1","a":"1"}',
    '{"a":1}',
    String.raw`"\u0061"`,
    ' "a"',
    'x',
  ]) {
    expect(fromCanonicalJson(text), text).toBeUndefined();
  }
});

function compared(one: number[], other: number[]): number {
  const index = one.findIndex((unit, at) => unit !== other[at]);
  return index === -1 ? one.length - other.length : one[index]! - (other[index] ?? -1);
}

/** The same value with the members of every object in another order. */
function shuffled(given: CanonicalValue, random: Iterator<number>): CanonicalValue {
  if (Array.isArray(given)) return given.map((one: CanonicalValue) => shuffled(one, random));
  if (given === null || typeof given !== 'object') return given;
  const members = Object.entries(given).map(([name, member]) => [name, shuffled(member, random)] as const);
  return Object.fromEntries(
    members
      .map((member) => ({ member, at: random.next().value as number }))
      .toSorted((one, other) => one.at - other.at)
      .map(({ member }) => member),
  );
}
