import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { maskPersonal } from './mask.ts';
import { looksPersonal } from './personal-data.ts';

describe('masks a piece that looks personal and keeps the rest', () => {
  test.each([
    ['Call me at 619-555-0142 please.', 'Call me at ▇▇▇ please.'],
    ['Call (619) 555-0142, or +1 619 555 0143!', 'Call ▇▇▇, or ▇▇▇!'],
    ['write to ana.perez@example.org today', 'write to ▇▇▇ today'],
    ['SSN 123-45-6789.', 'SSN ▇▇▇.'],
    ['My case number is 20931. Thanks', 'My case ▇▇▇. Thanks'],
    ['Case #4471', 'Case ▇▇▇'],
    ['case 204 was closed', 'case ▇▇▇ was closed'],
    ['file no. 3310-B is lost', 'file ▇▇▇ is lost'],
    ['Case # 12-3456', 'Case ▇▇▇'],
    ['Caso núm. 20931, gracias', 'Caso ▇▇▇, gracias'],
    ['Case: JD12345, thanks', 'Case: ▇▇▇, thanks'],
    ['my case A1234-B is open', 'my case ▇▇▇ is open'],
    ['or 858/555/1234 or 858·555·1234.', 'or ▇▇▇ or ▇▇▇.'],
    ['SSN 123—45—6789!', 'SSN ▇▇▇!'],
    ['Call 555\u00A0123\u00A04567, or 858\u2060555\u20601234', 'Call ▇▇▇, or ▇▇▇'],
    ['Call 8\u206058 555 1234', '▇▇▇'],
    ['Call\t619\t555\t0123\tnow', 'Call\t▇▇▇\tnow'],
    ['in a case: \n\n #20931', 'in a case: \n\n ▇▇▇'],
    ['0123-4567-8901-2345678 is mine', '▇▇▇ is mine'],
    ['اتصل بي ٦١٩-٥٥٥-٠١٤٢', 'اتصل بي ▇▇▇'],
    ['In any case 150 minutes; in case 100 come.', 'In any case 150 minutes; in case 100 come.'],
    ['I was there on 2026-11-22, at 92101.', 'I was there on 2026-11-22, at 92101.'],
    ['', ''],
  ])('%s', (text, seen) => expect(maskPersonal(text)).toBe(seen));
});

test('leaves nothing that looks personal in any text', () => {
  const piece = fc.constantFrom(
    ...['\u2060', '\u00A0', '/', '_', '·', '—', 'JD', 'A1234', '-12345'],
    ...['case', ' file', ' in ', 'this ', 'number ', 'is ', '#', '-', '.', ' ', '  ', '\t', '@', '(', ')', '+1'],
    ...['6', '19', '555', '0142', '٦١٩', '1234567', 'a', 'example.org', '\n', '▇▇▇'],
  );
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 14 }), (pieces) => {
      const text = pieces.join('');
      const seen = maskPersonal(text);
      expect(looksPersonal(seen.replaceAll('\t', ' '))).toBe(false);
      expect(looksPersonal(seen)).toBe(false);
      if (looksPersonal(text)) expect(seen).not.toBe(text);
    }),
    { numRuns: 3000 },
  );
});
