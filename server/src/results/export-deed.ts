import type { Deed } from '../audit/audit.ts';
import type { Reader } from '../access/access.ts';

/** By which door a file was taken away. */
type Door = 'console' | 'API' | 'heart export';

export interface Taken {
  what: 'averages' | 'responses';
  type: 'csv' | 'xlsx';
  quarter: { id: string };
  department: { id: number };
  by: Door;
  /** Who asked, where it was asked for by the API. */
  reader?: Reader;
}

/** A file that is taken away, as the audit keeps it: the same of every door, so that one search finds them all. */
export function exportDeed({ what, type, quarter, department, by, reader }: Taken): Deed {
  const token = reader?.token && {
    token: reader.token.id,
    name: reader.token.name,
    ...(reader.person === null ? { made: 'at the command line' } : {}),
  };
  return {
    personId: reader?.person?.id ?? null,
    action: `${what} exported`,
    subject: quarter.id,
    departmentId: department.id,
    detail: { type, by, ...token },
  };
}
