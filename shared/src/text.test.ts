import fc from 'fast-check';
import { expect, test } from 'vitest';
import { cleanText, fill } from './text.ts';

/** Hostile text: any UTF-16 unit, with many line ends, controls, combining marks, and lone surrogates. */
const anyText = fc.string({
  unit: fc.oneof(
    fc.nat({ max: 0xffff }).map((unit) => String.fromCharCode(unit)),
    fc.constantFrom('\r\n', '\r', '\n', '\t', '\0', '\u0085', '\u0301', '\u0327', 'e', '\uD83D', '\uDE00', '\u0958'),
    fc.string({ unit: 'grapheme', minLength: 1, maxLength: 1 }),
    fc
      .array(fc.constantFrom('\u0344', '\u0330', '\u0F73', '\u0301'), { minLength: 20, maxLength: 50 })
      .map((run) => run.join('')),
  ),
  maxLength: 40,
});

test.each([
  ['replaces a lone surrogate', 'a\uD800b\uDC00', 'a\uFFFDb\uFFFD'],
  ['does not join two surrogates that were separated', '\uD83D\0\uDE00', '\uFFFD\uFFFD'],
  ['keeps a surrogate pair', '\uD83D\uDE00', '\u{1F600}'],
  ['turns CRLF into LF', 'one\r\ntwo\r\n', 'one\ntwo\n'],
  ['NUL goes', 'a\0b', 'ab'],
  ['removes other C0 controls and DEL', '\u0001\u0008\u000B\u000C\u001B\u001Fa\u007F', 'a'],
  ['removes C1 controls', '\u0080a\u0085b\u009F', 'ab'],
  ['removes a lone carriage return', 'a\rb\r\r\nc', 'ab\nc'],
  ['keeps LF and tab', '\ta\n\n\tb', '\ta\n\n\tb'],
  ['composes letters', 'cafe\u0301', 'caf\u00E9'],
  ['composes a letter and a mark with a control between them', 'e\0\u0301', '\u00E9'],
  ['does not merge letters that only look alike', '\u2460\uFB01\u00B2', '\u2460\uFB01\u00B2'],
  ['keeps joiners and direction marks', '\u200D\u200F\u202B\uFEFF', '\u200D\u200F\u202B\uFEFF'],
  ['keeps blanks at both ends', '  a  ', '  a  '],
  ['keeps thirty marks on one letter', `x${'\u0330'.repeat(30)}y`, `x${'\u0330'.repeat(30)}y`],
  ['removes marks beyond thirty in a row', `x${'\u0330'.repeat(4000)}y`, `x${'\u0330'.repeat(30)}y`],
  ['counts a mark that decomposes into two as two', `q${'\u0344'.repeat(20)}`, `q${'\u0308\u0301'.repeat(15)}`],
  ['counts marks without the controls between them', `x${'\u0330\0'.repeat(40)}`, `x${'\u0330'.repeat(30)}`],
])('%s', (_, given, clean) => {
  expect(cleanText(given)).toBe(clean);
});

test('makes text well-formed, composed, and free of controls, and changes nothing the second time', () => {
  fc.assert(
    fc.property(anyText, (text) => {
      const clean = cleanText(text);
      expect(cleanText(clean)).toBe(clean);
      expect(clean.isWellFormed()).toBe(true);
      expect(clean.normalize('NFC')).toBe(clean);
      expect(clean).not.toMatch(/\p{M}{31}/u);
      const controls = Array.from(clean).filter((letter) => letter < ' ' || (letter >= '\u007F' && letter <= '\u009F'));
      expect(controls.filter((letter) => letter !== '\n' && letter !== '\t')).toEqual([]);
    }),
    { numRuns: 2000 },
  );
});

test('leaves ordinary text unchanged', () => {
  const plain = fc.string({
    unit: fc.constantFrom('A', 'ñ', ' ', 'ß', '中', 'א', '\n', '\t', '—', '\u{1F600}'),
    maxLength: 60,
  });
  fc.assert(
    fc.property(plain, (text) => {
      expect(cleanText(text)).toBe(text);
    }),
  );
});

test('fills in every occurrence of a name', () => {
  expect(fill('{region}: {region} and {other}', { region: 'East', other: 'West' })).toBe('East: East and West');
});

test('does not fill in placeholders inside a value', () => {
  expect(fill('{region}!', { region: '$& $1 {other}', other: 'no' })).toBe('$& $1 {other}!');
});

test.each(['{missing}', '{ region }', '{}', '{constructor}', '{toString}'])(
  'leaves %s in place because it has no value',
  (message) => {
    expect(fill(message, { region: 'East' })).toBe(message);
  },
);
