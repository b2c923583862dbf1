import fc from 'fast-check';
import { expect, test } from 'vitest';
import { looksPersonal } from './personal-data.ts';
import { seemsPersonal } from './personal-hint.ts';

test.each([
  ['call me at 619-555-0142', true],
  ['(619) 555 0142', true],
  ['٦١٩-٥٥٥-٠١٤٢', true],
  ['write to me@example.org', true],
  ['123-45-6789', true],
  ['my case number is 20931', true],
  ['In case 100 people come, open two windows.', false],
  ['On 2026-11-22 they took 45 minutes.', false],
])('for “%s” the element warns: %s', (text, warns) => expect(seemsPersonal(text)).toBe(warns));

test('masks in the console everything that the element warns about', () => {
  const piece = fc.constantFrom(
    ...['case', ' file', ' in ', 'this ', 'number ', 'is ', '#', '-', '.', ' ', '@', '(', ')', '+1', '\u2010', '\n'],
    ...['6', '19', '555', '0142', '٦١٩', '1234567', '1234-5678-9012', 'a', 'example.org'],
  );
  const text = fc.array(piece, { maxLength: 12 }).map((pieces) => pieces.join(''));
  fc.assert(
    fc.property(text, (text) => {
      fc.pre(seemsPersonal(text));
      expect(looksPersonal(text), text).toBe(true);
    }),
    { numRuns: 2000 },
  );
});
