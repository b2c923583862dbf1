import { Readable } from 'node:stream';
import { stringify, type Options } from 'csv-stringify';

// Files for spreadsheets. A cell is what somebody wrote, and must never be what a spreadsheet runs (docs/design.md §6).

/** Characters that nobody sees: spaces and ends of lines of every kind, and marks that have no width. */
const unseen = String.raw`\s\u0085\u00A0\u00AD\u034F\u061C\u115F\u1160\u17B4\u17B5\u180B-\u180E\u2000-\u200F\u2028-\u202F\u205F-\u206F\u3000\u3164\uFEFF\uFFA0`;
/** What may stand between the start of a cell and its formula. A semicolon starts a cell for somebody who opens the file with it as the separator; a quote there is taken as the cell's own. */
const beforeFormula = String.raw`[${unseen};"]`;
/** The start of the cell and every run inside it, each taken whole: looking ahead over a run from each of its characters takes seconds. */
const runs = new RegExp(`^${beforeFormula}*|${beforeFormula}+`, 'gu');
/** After each of these a spreadsheet may start a new cell. */
const cellStart = /[\r\n\v\f\u0085\u2028\u2029\t;]/g;
/** What begins a formula, in full width too. */
const formulaSign = /[=+\-@＝＋－＠|%]/;
const startsWithBlank = /^[\t\r\n]/;
/** A number is only a number. */
const number = /^-?\d+(?:\.\d+)?$/;

/** The text with an apostrophe before whatever a spreadsheet could take for a formula; a plain number stays one. */
export function safeCell(text: string): string {
  if (number.test(text)) return text;
  const safe = text.replace(runs, (run: string, at: number) => {
    if (!formulaSign.test(text.charAt(at + run.length))) return run;
    return (at === 0 ? "'" : '') + run.replace(cellStart, "$&'");
  });
  return startsWithBlank.test(safe) ? `'${safe}` : safe;
}

/** UTF-8 with its mark, every text cell safe, the heads of the columns included. */
export const forSpreadsheets: Options = {
  header: true,
  bom: true,
  cast: { string: safeCell },
  record_delimiter: '\r\n',
  // Left to itself the writer quotes a cell for the whole delimiter only, and a lone line feed would end the line.
  quoted_match: /[\r\n\t;]/,
};

/** The lines as a file, made as fast as it is read. Whoever makes them lets others have their turn. */
export function csvOf(lines: AsyncIterable<object>, columns: NonNullable<Options['columns']>): Readable {
  const source = Readable.from(lines);
  const csv = stringify({ ...forSpreadsheets, columns });
  source.on('error', (error) => csv.destroy(error));
  csv.once('close', () => source.destroy());
  return source.pipe(csv);
}

/** The header of a column of local times: `received (America/Los_Angeles)`. */
export function localHeader(name: string, zone: string): string {
  return `${name} (${zone})`;
}

/** The headers of a file to be kept. @param name without its ending. */
export function fileHeaders(name: string, type: 'csv' | 'xlsx'): Record<string, string> {
  const types = {
    csv: 'text/csv; charset=utf-8',
    xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  };
  return { 'Content-Type': types[type], 'Content-Disposition': `attachment; filename="${name}.${type}"` };
}
