import { Readable } from 'node:stream';
import { cleanText } from '@heart-survey/shared/text';
import { CsvError, parse } from 'csv-parse';
import { turn } from '../limits/turns.ts';
import type { Fields } from './records.ts';

/**
 * What a file can contain: its columns, those it must have, and how many lines it may have below the header. An import
 * is one commit, during which all other requests wait: about 20 µs a line, and twice that for a person, who is three
 * rows.
 */
export const importKinds = {
  departments: {
    columns: [
      'slug',
      'name',
      'zone',
      'first_month',
      'target',
      'closes_after',
      'plans_due_after',
      'hand_in_after',
      'submit_after',
      'holidays',
      'notice',
      'contact_name',
      'contact_email',
      'comment_months',
      'rating_months',
      'asks_to_show',
      'thanks_sentence',
      'place',
      'division',
    ],
    required: ['slug', 'name', 'zone'],
    maxLines: 2000,
  },
  regions: { columns: ['department', 'slug', 'name'], required: ['department', 'slug', 'name'], maxLines: 5000 },
  employees: {
    columns: ['region', 'name', 'email', 'supervisor_name', 'supervisor_email', 'sign_in_email'],
    required: ['region', 'name'],
    maxLines: 5000,
  },
  people: {
    columns: ['name', 'email', 'role', 'department', 'region'],
    required: ['name', 'email', 'role'],
    maxLines: 2000,
  },
} as const;
export type ImportKind = keyof typeof importKinds;

/** Whether that is a kind of file that can be imported. */
export function isImportKind(kind: string): kind is ImportKind {
  return Object.hasOwn(importKinds, kind);
}

/** A problem in a file. */
export interface ImportProblem {
  /** As a spreadsheet counts: 1 is the header. 0 is the file as a whole. */
  line: number;
  field: string;
  message: string;
}

/** Cells may contain line breaks, and spreadsheets write empty lines below the last one. */
const lineBreaksPerLine = 10;

interface TableLine {
  /** As a spreadsheet counts: 1 is the header. */
  line: number;
  fields: Fields;
}

interface Table {
  rows: TableLine[];
  /** Whether the file has a column of that name. */
  has: (name: string) => boolean;
}

/**
 * Reads a CSV file of that kind, or finds the problems of the file as a whole. Cells are separated by commas, semicolons
 * or tabs, and columns can be in any order. An unknown column is a problem: its name may be a misspelled one.
 */
export async function readTable(kind: ImportKind, text: string): Promise<Table | { problems: ImportProblem[] }> {
  const { maxLines } = importKinds[kind];
  const reject = (message: string, line = 0) => ({ problems: [{ line, field: '', message }] });
  const maxBreaks = lineBreaksPerLine * maxLines;
  if (countOf('\n', text) > maxBreaks || countOf('\r', text) > maxBreaks) {
    return reject(`${tooMany(maxBreaks)}, including empty ones. Delete empty lines, or split it into smaller files.`);
  }
  const lines = await linesOf(text, maxLines);
  if ('message' in lines) return reject(lines.message, lines.line);
  const [head, ...rest] = lines.records;
  if (head === undefined) return reject('The file is empty. Its first line must have the column names.');
  if (rest.length > maxLines) return reject(`${tooMany(maxLines)}. Split it into smaller files.`);
  const names = head.record.map(columnName);
  const problems = headerProblems(kind, names);
  if (problems.length > 0) return { problems };
  const indexes = new Map(names.map((name, index) => [name, index]));
  return {
    has: (name) => indexes.has(name),
    rows: rest.map(({ record, line }) => ({
      line,
      fields: (name) => {
        const index = indexes.get(name);
        return index === undefined ? '' : cellOf(record[index] ?? '');
      },
    })),
  };
}

function tooMany(lines: number): string {
  return `The file has more than ${lines.toLocaleString('en-US')} lines`;
}

function countOf(character: string, text: string): number {
  let count = 0;
  for (let at = text.indexOf(character); at !== -1; at = text.indexOf(character, at + 1)) count += 1;
  return count;
}

/** `first_month` for a header such as “First month”. */
function columnName(header: string): string {
  return header
    .trim()
    .toLowerCase()
    .replaceAll(/[\s-]+/g, '_');
}

function headerProblems(kind: ImportKind, names: string[]): ImportProblem[] {
  const { columns, required } = importKinds[kind];
  const unknown = `This column is unknown, or appears twice. The columns are ${columns.join(', ')}.`;
  return [
    ...required
      .filter((name) => !names.includes(name))
      .map((name) => ({ line: 1, field: name, message: 'This column is missing.' })),
    ...names
      .filter((name, index) => !(columns as readonly string[]).includes(name) || names.lastIndexOf(name) !== index)
      .map((name) => ({ line: 1, field: name, message: unknown })),
  ];
}

/** The cell's text. Spreadsheets put an apostrophe before text that would otherwise be a formula. */
function cellOf(text: string): string {
  return cleanText(text)
    .trim()
    .replace(/^'(?=[=+\-@])/, '');
}

type Lines = { records: { record: string[]; line: number }[] } | { message: string; line: number };

/** The header and the lines below it; at most one line too many. */
async function linesOf(text: string, maxLines: number): Promise<Lines> {
  const parser = parse({
    bom: true,
    delimiter: delimiterOf(text),
    relax_column_count: true,
    skip_empty_lines: true,
    skip_records_with_empty_values: true,
    info: true,
    max_record_size: 20_000,
    to: maxLines + 2,
  });
  const records: { record: string[]; line: number }[] = [];
  try {
    for await (const { record, info } of Readable.from(piecesOf(text)).pipe(parser) as AsyncIterable<Parsed>) {
      records.push({ record, line: info.lines });
    }
    return { records };
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    return {
      message: 'The file cannot be read past this line: a quotation mark is not closed, or a line is too long.',
      line: Number(error['lines']) || 0,
    };
  }
}

interface Parsed {
  record: string[];
  info: { lines: number };
}

/** In bytes. Other requests get their turn between two pieces. */
const pieceSize = 10_000;

async function* piecesOf(text: string) {
  const bytes = Buffer.from(text);
  for (let from = 0; from < bytes.length; from += pieceSize) {
    await turn(pieceSize);
    yield bytes.subarray(from, from + pieceSize);
  }
}

/** The character that separates the column names. */
function delimiterOf(text: string): string {
  const [first = ''] = text.split(/\r?\n/, 1);
  return [',', ';', '\t'].toSorted((a, b) => first.split(b).length - first.split(a).length)[0]!;
}
