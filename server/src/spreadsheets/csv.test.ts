import { writeFile } from 'node:fs/promises';
import { stringify } from 'csv-stringify/sync';
import { expect, test } from 'vitest';
import { aFolder } from '../../test/folder.ts';
import { requires } from '../../test/requires.ts';
import { asOpened, hasSpreadsheet } from '../../test/spreadsheet.ts';
import { forSpreadsheets, safeCell } from './csv.ts';

const signs = ['=', '+', '-', '@', '＝', '＋', '－', '＠', '|', '%'];
const unseen = ['', ' ', '\t', '\u00A0', '\u200B', '\uFEFF', '\u3000', ' \u00A0 ', '\u2060'];
/** Texts that a spreadsheet could run as a formula. */
const hostile = signs.flatMap((sign) =>
  unseen.flatMap((before) => [
    `${before}${sign}1+1`,
    `${before}${sign}cmd|'/c calc'!A1`,
    `Thanks\n${before}${sign}SUM(1;2)`,
    `Thanks\r${before}${sign}1+1`,
    `Thanks;${before}${sign}1+1;bye`,
    `Thanks\t${before}${sign}1+1\tbye`,
    `Thanks;${before}"${sign}1+1&";bye`,
  ]),
);

test('no cell starts like a formula, not even with another separator', () => {
  for (const text of hostile) {
    const lines = safeCell(text).split(/[\r\n\t;]/);
    for (const line of lines)
      expect(line.replace(/[\s"\u00A0\u200B\uFEFF\u3000\u2060]/gu, ''), JSON.stringify(text)).not.toMatch(
        /^[=+\-@＝＋－＠|%]/u,
      );
  }
  expect(safeCell('a;=1+1;b')).toBe("a;'=1+1;b");
  for (const text of ['\t1', '\r1', '\n1']) expect(safeCell(text)).toBe(`'${text}`);
});

test('numbers, names and phone numbers stay readable', () => {
  expect(safeCell('-5')).toBe('-5');
  expect(safeCell('4.25')).toBe('4.25');
  expect(safeCell("O'Brien")).toBe("O'Brien");
  expect(safeCell('+1 858 555 1234')).toBe("'+1 858 555 1234");
  expect(safeCell('2 = 1 + 1')).toBe('2 = 1 + 1');
  expect(safeCell('Thank you!\nVery kind - and quick.')).toBe('Thank you!\nVery kind - and quick.');
  expect(safeCell('They said "-5 degrees"; I froze.')).toBe('They said "-5 degrees"; I froze.');
});

test('makes a cell of 100,000 quotes and semicolons safe in one pass', () => {
  const text = `${';" '.repeat(100_000)}a`;
  expect(safeCell(text)).toBe(text);
});

test.skipIf(!hasSpreadsheet).each([',', ';', '\t'])(
  'a real spreadsheet that splits at %j opens none of it as a formula',
  requires('LibreOffice'),
  async (separator) => {
    await using folder = await aFolder();
    const rows = hostile.map((text, index) => [index, text]);
    await writeFile(folder.file('cells.csv'), stringify(rows, { ...forSpreadsheets, columns: ['=1+1', '@x'] }));
    const sheet = await asOpened(folder, 'cells.csv', separator);
    expect(sheet).toContain('office:value-type="string"');
    expect(sheet).not.toContain('table:formula');
  },
);
