import { describe, expect, test } from 'vitest';
import { looksPersonal } from './personal-data.ts';

describe('a comment looks as if it held personal data', () => {
  test.each([
    ['a phone number', 'Call me at 619-555-0142 please.'],
    ['with brackets', 'Call (619) 555-0142'],
    ['with dots', '619.555.0142'],
    ['with spaces', 'my cell is 619 555 0142, thanks'],
    ['in one piece', '6195550142'],
    ['with a country code', '+1 619 555 0142 any time'],
    ['without an area code', 'Her desk is 555-0142.'],
    ['in Arabic digits', 'اتصل بي ٦١٩-٥٥٥-٠١٤٢'],
    ['in full-width digits', '６１９－５５５－０１４２'.replaceAll('－', '-')],
    ['an e-mail address', 'write to ana.perez@example.org.'],
    ['an address in capitals', 'ANA@EXAMPLE.ORG'],
    ['a Social Security number', 'SSN 123-45-6789'],
    ['one with spaces', '123 45 6789'],
    ['one in one piece', 'my social is 123456789'],
    ['a case number', 'Case #4471'],
    ['a case number in words', 'case number 20931'],
    ['a file number', 'file no. 3310-B'],
    ['a case number in Spanish', 'Caso núm. 20931'],
    ['the nineteen digits of a case record', '0123-4567-8901-2345678'],
    ['a phone number with its country code and dashes', 'Call 1-619-555-0142 or +1-619-555-0142'],
    ['a free number', '1-800-555-0142'],
    ['one with typographic dashes', '619–555–0142'],
    ['a Social Security number with dots', '123.45.6789'],
    ['a case number in a sentence', 'My case number is 20931.'],
    ['a case number in Spanish without its accent', 'Caso numero 20931'],
    ['a case number after some blanks', 'case:     # 20931'],
    ['a case number in parts', 'Case # 12-3456'],
    ['a file in Spanish', 'número de expediente 4471'],
    ['a long number alone', 'It is about 20260713.'],
  ])('%s', (_, text) => expect(looksPersonal(text)).toBe(true));
});

describe('a comment is left alone', () => {
  test.each([
    ['empty', ''],
    ['thanks', 'Ms. Lee called back the same day. Thank you!'],
    ['a year', 'The best service since 2019.'],
    ['a date', 'I was there on 2026-11-22 and 11/22/2026.'],
    ['a date with dashes', 'I came on 11-22-2026.'],
    ['a time', 'I waited from 8:15 to 10:45, 150 minutes.'],
    ['a span of years', 'Between 2019-2024 nobody called.'],
    ['an hour of opening', 'Open 8-5, room 1204, building 3.'],
    ['a price', 'It cost me $1,250.00 and 12 trips.'],
    ['a word in which one is hidden', 'In this case 2 people helped; in any case, thanks.'],
    ['a stair', 'I fell on staircase 204 near showcase 100.'],
    ['a profile', 'my profile 1200 was wrong'],
    ['a saying', 'in case 100 people come; in any case 150 minutes; just in case 911 was called'],
    ['an at sign', 'They were @ the office'],
    ['a zip code', 'The office in 92101 is far.'],
    ['the emergency number', 'I was told to call 911 or 211.'],
  ])('%s', (_, text) => expect(looksPersonal(text)).toBe(false));
});
