import type { FieldMistake } from '../pages/fields.ts';
import type { Directory } from '../org/org.ts';
import type { Database } from '../database/database.ts';
import type { RowStatement } from '../database/statement.ts';
import type { Fields } from './records.ts';

export interface ImportOptions {
  db: Database;
  directory: Directory;
  /** Milliseconds since the epoch. */
  now: number;
  /** Who imports; null for the command line. */
  by: string | null;
}

/** What would be otherwise in one field of something that is there. */
export interface FieldChange {
  field: string;
  before: string;
  after: string;
}

export interface Step {
  line: number;
  what: 'added' | 'changed' | 'unchanged';
  /** Whom or what it is about. */
  subject: string;
  /** What would be otherwise in what is there already, by the columns of the file. */
  changes: FieldChange[];
  /** What it writes; what stands at one place is written before what stands at the next one, of every line. */
  writes: (RowStatement | undefined)[];
}

export type Outcome = { wrong: FieldMistake[] } | (Omit<Step, 'line'> & { key: string });
type LineReader = (field: Fields) => Outcome;

/** Makes what reads a line of a file of one kind; `has` says which columns the file has. */
export type MakeReader = (options: ImportOptions, has: (column: string) => boolean) => Promise<LineReader>;

export function added(key: string, subject: string, writes: Step['writes']): Outcome {
  return { key, subject, what: 'added', changes: [], writes };
}

/** @param writes what makes the changes; none are made where there are none. */
export function changed(key: string, subject: string, changes: FieldChange[], writes: Step['writes']): Outcome {
  const isSame = changes.length === 0;
  return { key, subject, what: isSame ? 'unchanged' : 'changed', changes, writes: isSame ? [] : writes };
}
