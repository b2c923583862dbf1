import { Readable } from 'node:stream';
import { cleanText } from '@heart-survey/shared/text';
import { CsvError, parse } from 'csv-parse';
import { turn } from '../limits/turns.ts';
import type { Fields } from './records.ts';

/** What a file can hold, with its columns; those in `needed` must be there. */
export const importKinds = {
  departments: {
    columns: [
      ...['slug', 'name', 'zone', 'first_month', 'target', 'closes_after'],
      ...['holidays', 'notice', 'contact_name', 'contact_email', 'comment_months', 'rating_months'],
    ],
    needed: ['slug', 'name', 'zone'],
  },
  regions: { columns: ['department', 'slug', 'name'], needed: ['department', 'slug', 'name'] },
  employees: {
    columns: ['region', 'name', 'email', 'supervisor_name', 'supervisor_email', 'sign_in_email'],
    needed: ['region', 'name'],
  },
  people: { columns: ['name', 'email', 'role', 'department', 'region'], needed: ['name', 'email', 'role'] },
} as const;
export type ImportKind = keyof typeof importKinds;

export function isImportKind(kind: string): kind is ImportKind {
  return Object.hasOwn(importKinds, kind);
}

/** Something wrong with the file: the line as a spreadsheet counts it, 1 being the header; 0 is the file as a whole. */
export interface ImportProblem {
  line: number;
  field: string;
  message: string;
}

const mostLines = 5000;
/** A cell may have several lines, and a spreadsheet writes empty ones below the last. */
const mostLineEnds = 10 * mostLines;

interface TableLine {
  /** As a spreadsheet counts. */
  line: number;
  fields: Fields;
}

interface Table {
  rows: TableLine[];
  /** Whether the file has a column of that name. */
  has: (name: string) => boolean;
}

/**
 * The lines of a CSV file of that kind, or what is wrong with it as a whole. Commas, semicolons or tabs between cells,
 * columns in any order; a column that is not known is a problem, since a slip of the pen in its name would lose it.
 */
export async function tableOf(kind: ImportKind, text: string): Promise<Table | { problems: ImportProblem[] }> {
  const whole = (message: string, line = 0) => ({ problems: [{ line, field: '', message }] });
  if (timesIn(text, '\n') > mostLineEnds || timesIn(text, '\r') > mostLineEnds) return whole(tooManyLineEnds);
  const lines = await linesOf(text);
  if ('message' in lines) return whole(lines.message, lines.line);
  const [head, ...rest] = lines.records;
  if (head === undefined) return whole('The file is empty. Its first line names the columns.');
  if (rest.length > mostLines) return whole(tooManyLines);
  const names = head.record.map((name) =>
    name
      .trim()
      .toLowerCase()
      .replaceAll(/[\s-]+/g, '_'),
  );
  const { columns, needed } = importKinds[kind];
  const places = new Map(names.map((name, index) => [name, index]));
  const problems = [
    ...needed.filter((name) => !places.has(name)).map((name) => ({ field: name, message: 'This column is missing.' })),
    ...names
      .filter((name, index) => !(columns as readonly string[]).includes(name) || places.get(name) !== index)
      .map((name) => ({
        field: name,
        message: `Nothing is known of this column, or it is there twice. The columns are ${columns.join(', ')}.`,
      })),
  ];
  if (problems.length > 0) return { problems: problems.map((problem) => ({ line: 1, ...problem })) };
  return {
    has: (name) => places.has(name),
    rows: rest.map(({ record, line }) => ({
      line,
      fields: (name) => {
        const index = places.get(name);
        return index === undefined ? '' : cellOf(record[index] ?? '');
      },
    })),
  };
}

/** A cell as it was meant: an apostrophe that keeps a spreadsheet from computing it is not part of it. */
function cellOf(text: string): string {
  return cleanText(text)
    .trim()
    .replace(/^'(?=[=+\-@])/, '');
}

const tooManyLines = `The file has more than ${mostLines.toLocaleString('en-US')} lines. Split it into smaller files.`;
const tooManyLineEnds = `The file has more than ${mostLineEnds.toLocaleString('en-US')} lines, the empty ones included. Delete empty lines, or split it into smaller files.`;

function timesIn(text: string, sign: string): number {
  let times = 0;
  for (let at = text.indexOf(sign); at !== -1; at = text.indexOf(sign, at + 1)) times += 1;
  return times;
}

type Lines = { records: { record: string[]; line: number }[] } | { message: string; line: number };

/** The head and the lines below it; of too many, no more than show that they are. */
async function linesOf(text: string): Promise<Lines> {
  const parser = parse({
    bom: true,
    delimiter: delimiterOf(text),
    relax_column_count: true,
    skip_empty_lines: true,
    skip_records_with_empty_values: true,
    info: true,
    max_record_size: 20_000,
    to: mostLines + 2,
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
      message: 'From here on the file is no table: a quote is open, or a line is too long.',
      line: Number(error['lines']) || 0,
    };
  }
}

interface Parsed {
  record: string[];
  info: { lines: number };
}

/** In bytes: short enough that others have their turn between two. */
const pieceSize = 10_000;

async function* piecesOf(text: string) {
  const bytes = Buffer.from(text);
  for (let from = 0; from < bytes.length; from += pieceSize) {
    await turn(pieceSize);
    yield bytes.subarray(from, from + pieceSize);
  }
}

/** What stands between the names of the columns. */
function delimiterOf(text: string): string {
  const [first = ''] = text.split(/\r?\n/, 1);
  return [',', ';', '\t'].toSorted((a, b) => first.split(b).length - first.split(a).length)[0]!;
}
