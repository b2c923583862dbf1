import type { Readable } from 'node:stream';
import { localTimes } from '@heart-survey/shared/dates';
import { csvOf, localHeader } from '../spreadsheets/csv.ts';
import { turn } from '../limits/turns.ts';
import { auditLines, type AuditSource, type Filter } from './queries.ts';

/**
 * The entries as a file, newest first, read page by page.
 * @param zone of the local times: the one that the page uses.
 */
export function auditCsv(source: AuditSource, filter: Filter, zone: string): Readable {
  return csvOf(linesOf(source, filter, zone), [
    'id',
    'at',
    { key: 'local', header: localHeader('at', zone) },
    'name',
    'email',
    'action',
    'subject',
    'department',
    'detail',
  ]);
}

const size = 100;
/** Reading a page takes as long as handling this many UTF-16 units of text. */
const pageCost = 10_000;

async function* linesOf(source: AuditSource, filter: Filter, zone: string) {
  const localTime = localTimes(zone);
  for (let before: number | undefined, full = true; full;) {
    await turn(pageCost);
    const rows = await auditLines(source, filter, before, size);
    for (const row of rows) yield { ...row, at: new Date(row.at).toISOString(), local: localTime(row.at) };
    before = rows.at(-1)?.id;
    full = rows.length === size;
  }
}
