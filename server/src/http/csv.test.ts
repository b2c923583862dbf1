import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { promisify } from 'node:util';
import { stringify } from 'csv-stringify/sync';
import { expect, test } from 'vitest';
import { aFolder } from '../../test/folder.ts';
import { forSpreadsheets, safeCell } from './csv.ts';

const signs = ['=', '+', '-', '@', '＝', '＋', '－', '＠', '|', '%'];
const unseen = ['', ' ', '\t', '\u00A0', '\u200B', '\uFEFF', '\u3000', ' \u00A0 ', '\u2060'];
/** What somebody could write so that a spreadsheet computes it. */
const hostile = signs.flatMap((sign) =>
  unseen.flatMap((before) => [
    `${before}${sign}1+1`,
    `${before}${sign}cmd|'/c calc'!A1`,
    `Thanks\n${before}${sign}SUM(1;2)`,
    `Thanks\r${before}${sign}1+1`,
  ]),
);

test('no cell and no line of a cell begins with what begins a formula', () => {
  for (const text of hostile) {
    const lines = safeCell(text).split(/[\r\n]/);
    for (const line of lines)
      expect(line.replace(/[\s\u00A0\u200B\uFEFF\u3000\u2060]/gu, ''), JSON.stringify(text)).not.toMatch(
        /^[=+\-@＝＋－＠|%]/u,
      );
  }
  for (const text of ['\t1', '\r1', '\n1']) expect(safeCell(text)).toBe(`'${text}`);
});

test('numbers, names and telephone numbers stay readable', () => {
  expect(safeCell('-5')).toBe('-5');
  expect(safeCell('4.25')).toBe('4.25');
  expect(safeCell("O'Brien")).toBe("O'Brien");
  expect(safeCell('+1 858 555 1234')).toBe("'+1 858 555 1234");
  expect(safeCell('2 = 1 + 1')).toBe('2 = 1 + 1');
  expect(safeCell('Thank you!\nVery kind - and quick.')).toBe('Thank you!\nVery kind - and quick.');
});

const office = '/usr/bin/soffice';

test.skipIf(!existsSync(office))('a real spreadsheet opens none of it as a formula', async () => {
  await using folder = await aFolder();
  const rows = hostile.map((text, place) => [place, text]);
  await writeFile(folder.file('cells.csv'), stringify(rows, { ...forSpreadsheets, columns: ['=1+1', '@x'] }));
  const home = `-env:UserInstallation=file://${folder.file('profile')}`;
  // Comma, double quote, UTF-8, and formulas looked for as somebody who opens the file by a click has it.
  const filter = '--infilter=CSV:44,34,76,1,,0,false,true,false,false,false,-1';
  const to = ['--headless', '--convert-to', 'fods', '--outdir', folder.path];
  await promisify(execFile)(office, [home, filter, ...to, folder.file('cells.csv')], { timeout: 50_000 });
  const sheet = await readFile(folder.file('cells.fods'), 'utf8');
  expect(sheet).toContain('office:value-type="string"');
  expect(sheet).not.toContain('table:formula');
});
