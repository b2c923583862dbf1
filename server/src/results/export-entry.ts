import type { AuditEntry } from '../audit/audit.ts';
import type { Reader } from '../access/access.ts';

/** Where a file was downloaded. */
type Source = 'console' | 'API' | 'heart export' | 'heart report' | 'heart agency-report';

export interface Download {
  what: 'averages' | 'responses' | 'report' | 'agency report' | 'share-out sheet';
  type: 'csv' | 'xlsx' | 'pdf';
  quarter: { id: string };
  /** Undefined if it is about all departments. */
  department: { id: number } | undefined;
  by: Source;
  /** Who asked, for downloads through the API. */
  reader?: Reader;
  /** More about the file, such as its edition. */
  more?: Record<string, string>;
}

/** The audit entry for a downloaded file, the same for every source, so that one search finds them all. */
export function exportEntry({ what, type, quarter, department, by, reader, more }: Download): AuditEntry {
  const token = reader?.token && {
    token: reader.token.id,
    name: reader.token.name,
    ...(reader.person === null ? { made: 'at the command line' } : {}),
  };
  return {
    personId: reader?.person?.id ?? null,
    action: `${what} exported`,
    subject: quarter.id,
    departmentId: department?.id,
    detail: { type, by, ...more, ...token },
  };
}
