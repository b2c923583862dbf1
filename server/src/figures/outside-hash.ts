import { hash } from 'node:crypto';
import type { SnapshotRow } from './queries.ts';

/**
 * The hash by which readers outside the department know a version of a closed quarter, in hexadecimal. It is salted with
 * the version's id, which never leaves the department: anyone could try every possible answer of a small group against a
 * hash of the figures alone (docs/design.md §3.10).
 */
export function outsideHash({ id, sha256 }: Pick<SnapshotRow, 'id' | 'sha256'>): string {
  return hash('sha256', `${id} ${sha256}`);
}
