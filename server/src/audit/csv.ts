import { Readable } from 'node:stream';
import { localTimes } from '@heart-survey/shared/dates';
import { stringify } from 'csv-stringify';
import { forSpreadsheets, localHeader } from '../http/csv.ts';
import { auditLines, type AuditSource, type Filter } from './queries.ts';

/**
 * The lines as a file, the newest first, read page by page.
 * @param zone of the local times: the one that the page shows.
 */
export function auditCsv(source: AuditSource, filter: Filter, zone: string): Readable {
  const columns = [
    'id',
    'at',
    { key: 'local', header: localHeader('at', zone) },
    'name',
    'email',
    'action',
    'subject',
    'department',
    'detail',
  ];
  const lines = Readable.from(linesOf(source, filter, zone));
  const csv = stringify({ ...forSpreadsheets, columns });
  lines.on('error', (error) => csv.destroy(error));
  return lines.pipe(csv);
}

async function* linesOf(source: AuditSource, filter: Filter, zone: string) {
  const size = 1000;
  const localTime = localTimes(zone);
  for (let before: number | undefined, full = true; full;) {
    const rows = await auditLines(source, filter, before, size);
    for (const row of rows) yield { ...row, at: new Date(row.at).toISOString(), local: localTime(row.at) };
    before = rows.at(-1)?.id;
    full = rows.length === size;
  }
}
