import { auditedRow, type AuditEntry } from '../audit/audit.ts';
import type { FieldError } from '../pages/fields.ts';
import type { Organization } from '../org/org.ts';
import type { Database } from '../database/database.ts';
import type { RowStatement } from '../database/statement.ts';
import { importKinds, type ImportKind } from './import-table.ts';
import type { Fields, Read } from './records.ts';

export interface ImportOptions {
  db: Database;
  organization: Organization;
  /** Milliseconds since the epoch. */
  now: number;
  /** Who imports; null on the command line. */
  by: string | null;
}

/** A change to one field of something that is already in the directory. */
export interface FieldChange {
  /** The column of the file. */
  field: string;
  before: string;
  after: string;
}

/** What importing one line would do. */
export interface Step {
  line: number;
  result: 'added' | 'changed' | 'unchanged';
  /** The person, employee, region or department. */
  subject: string;
  changes: FieldChange[];
  /** The first write of every line runs before the second write of any line, and so on. */
  writes: (RowStatement | undefined)[];
}

/** What importing one line would do, or its errors. Lines with the same key are duplicates. */
export type Outcome = { errors: FieldError[] } | (Omit<Step, 'line'> & { key: string });
type LineReader = (field: Fields) => Outcome;

/** Makes the reader for lines of one kind of file. @param has whether the file has that column. */
export type MakeReader = (options: ImportOptions, has: (column: string) => boolean) => Promise<LineReader>;

/** The outcome of a line that adds something. */
export function added(key: string, subject: string, writes: Step['writes']): Outcome {
  return { key, subject, result: 'added', changes: [], writes };
}

/** The outcome of a line about something that is already there. @param writes used only if there are changes. */
export function changed(key: string, subject: string, changes: FieldChange[], writes: Step['writes']): Outcome {
  const isSame = changes.length === 0;
  return { key, subject, result: isSame ? 'unchanged' : 'changed', changes, writes: isSame ? [] : writes };
}

/** Departments or regions by their slugs. */
export function bySlug<T extends { slug: string }>(all: T[]): Map<string, T> {
  return new Map(all.map((one) => [one.slug, one]));
}

/** The audit entry of one line, the same as for its form. */
export function auditRow({ by, now }: ImportOptions, entry: Omit<AuditEntry, 'personId'>): RowStatement {
  return auditedRow({ personId: by, ...entry }, now);
}

/** A line's fields for something that exists: columns that the file does not have keep what is stored. */
export function withColumns(stored: Fields, field: Fields, has: (column: string) => boolean): Fields {
  return (name) => (has(name) ? field(name) : stored(name));
}

/** The columns whose values differ. */
export function fieldChanges(kind: ImportKind, before: Fields, after: Fields): FieldChange[] {
  return importKinds[kind].columns
    .filter((field) => before(field) !== after(field))
    .map((field) => ({ field, before: before(field), after: after(field) }));
}

/** The errors in what was read, if there are any. */
export function errorsOf<T>(read: Read<T>): FieldError[] {
  return 'errors' in read ? read.errors : [];
}
