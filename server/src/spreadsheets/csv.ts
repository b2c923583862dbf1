import { Readable } from 'node:stream';
import { stringify, type Options } from 'csv-stringify';

// Files for spreadsheets. People wrote the text in the cells, so no spreadsheet may run it as a formula (docs/design.md §6).

/** Invisible characters: spaces and line ends of every kind, and marks without width. */
const unseen = String.raw`\s\u0085\u00A0\u00AD\u034F\u061C\u115F\u1160\u17B4\u17B5\u180B-\u180E\u2000-\u200F\u2028-\u202F\u205F-\u206F\u3000\u3164\uFEFF\uFFA0`;
/**
 * What may come between the start of a cell and a formula. A semicolon starts a cell if the file is opened with it as
 * the separator; a quote there is read as part of the cell.
 */
const beforeFormula = String.raw`[${unseen};"]`;
/**
 * The start of the cell and every run inside it, matched as a whole: looking ahead from each character of a run takes
 * seconds.
 */
const runs = new RegExp(`^${beforeFormula}*|${beforeFormula}+`, 'gu');
/** A spreadsheet may start a new cell after each of these. */
const cellStart = /[\r\n\v\f\u0085\u2028\u2029\t;]/g;
/** Characters that start a formula, including full-width ones. */
const formulaSign = /[=+\-@＝＋－＠|%]/;
/** Only such a text can need an apostrophe: almost no cell is one, and there are millions. */
const mayNeedCare = new RegExp(`^${beforeFormula}*${formulaSign.source}|${cellStart.source}`, 'u');
const startsWithBlank = /^[\t\r\n]/;
/** A plain number needs no quoting. */
const number = /^-?\d+(?:\.\d+)?$/;

/**
 * The text with an apostrophe before anything that a spreadsheet could read as a formula; a plain number stays a
 * number.
 */
export function safeCell(text: string): string {
  if (!mayNeedCare.test(text) || number.test(text)) return text;
  const safe = text.replace(runs, (run: string, at: number) => {
    if (!formulaSign.test(text.charAt(at + run.length))) return run;
    return (at === 0 ? "'" : '') + run.replace(cellStart, "$&'");
  });
  return startsWithBlank.test(safe) ? `'${safe}` : safe;
}

/** UTF-8 with a byte order mark, and every text cell safe, including the column headers. */
export const forSpreadsheets: Options = {
  header: true,
  bom: true,
  cast: { string: safeCell },
  record_delimiter: '\r\n',
  // By default the writer would not quote a cell for a lone line feed, which would end the line.
  quoted_match: /[\r\n\t;]/,
};

/** The lines as a file, written as fast as it is read. The source of the lines lets others have their turn. */
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

/** The HTTP headers of a download. @param name without its extension. */
export function fileHeaders(name: string, type: 'csv' | 'xlsx' | 'pdf'): Record<string, string> {
  const types = {
    csv: 'text/csv; charset=utf-8',
    xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
    pdf: 'application/pdf',
  };
  return { 'Content-Type': types[type], 'Content-Disposition': `attachment; filename="${name}.${type}"` };
}
