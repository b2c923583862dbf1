import fc from 'fast-check';
import { expect, test } from 'vitest';
import { cleanText, fill } from './text.ts';

/** Text as hostile as it comes: any UTF-16 unit, and often line ends, controls, combining marks and half pairs. */
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
  ['a lone surrogate becomes the replacement character', 'a\uD800b\uDC00', 'a\uFFFDb\uFFFD'],
  ['two halves that something else parted do not join', '\uD83D\0\uDE00', '\uFFFD\uFFFD'],
  ['a whole pair stays', '\uD83D\uDE00', '\u{1F600}'],
  ['CRLF becomes LF', 'one\r\ntwo\r\n', 'one\ntwo\n'],
  ['NUL goes', 'a\0b', 'ab'],
  ['other C0 controls and DEL go', '\u0001\u0008\u000B\u000C\u001B\u001Fa\u007F', 'a'],
  ['C1 controls go', '\u0080a\u0085b\u009F', 'ab'],
  ['a carriage return of its own goes', 'a\rb\r\r\nc', 'ab\nc'],
  ['LF and tab stay', '\ta\n\n\tb', '\ta\n\n\tb'],
  ['letters are composed', 'cafe\u0301', 'caf\u00E9'],
  ['a letter and its mark are composed though a control stood between them', 'e\0\u0301', '\u00E9'],
  ['letters that only look alike are not made one', '\u2460\uFB01\u00B2', '\u2460\uFB01\u00B2'],
  ['joiners and marks of direction are no controls', '\u200D\u200F\u202B\uFEFF', '\u200D\u200F\u202B\uFEFF'],
  ['blanks at either end stay', '  a  ', '  a  '],
  ['thirty marks on one letter stay', `x${'\u0330'.repeat(30)}y`, `x${'\u0330'.repeat(30)}y`],
  ['marks beyond thirty in a row go', `x${'\u0330'.repeat(4000)}y`, `x${'\u0330'.repeat(30)}y`],
  ['a mark that is two when taken apart counts as two', `q${'\u0344'.repeat(20)}`, `q${'\u0308\u0301'.repeat(15)}`],
  ['marks are counted without the controls between them', `x${'\u0330\0'.repeat(40)}`, `x${'\u0330'.repeat(30)}`],
])('%s', (_, given, clean) => {
  expect(cleanText(given)).toBe(clean);
});

test('clean text is well-formed, composed, without controls, and stays as it is when cleaned again', () => {
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

test('text without any of that is kept to the letter', () => {
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

test('a message is filled in by name, as often as the name stands there', () => {
  expect(fill('{region}: {region} and {other}', { region: 'East', other: 'West' })).toBe('East: East and West');
});

test('what is filled in is never read as a message of its own', () => {
  expect(fill('{region}!', { region: '$& $1 {other}', other: 'no' })).toBe('$& $1 {other}!');
});

test.each(['{missing}', '{ region }', '{}', '{constructor}', '{toString}'])('%s has no value and stays', (message) => {
  expect(fill(message, { region: 'East' })).toBe(message);
});
