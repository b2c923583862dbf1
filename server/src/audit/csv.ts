import { Readable } from 'node:stream';
import { stringify } from 'csv-stringify';
import { forSpreadsheets } from '../http/csv.ts';
import { auditLines, type AuditSource, type Filter } from './queries.ts';

const columns = ['id', 'at', 'name', 'email', 'action', 'subject', 'department', 'detail'];

/** The lines as a file, the newest first, read page by page. */
export function auditCsv(source: AuditSource, filter: Filter): Readable {
  const lines = Readable.from(linesOf(source, filter));
  const csv = stringify({ ...forSpreadsheets, columns });
  lines.on('error', (error) => csv.destroy(error));
  return lines.pipe(csv);
}

async function* linesOf(source: AuditSource, filter: Filter) {
  const size = 1000;
  for (let before: number | undefined, full = true; full;) {
    const rows = await auditLines(source, filter, before, size);
    for (const row of rows) yield { ...row, at: new Date(row.at).toISOString() };
    before = rows.at(-1)?.id;
    full = rows.length === size;
  }
}
