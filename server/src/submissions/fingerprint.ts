import { hash } from 'node:crypto';

/** A version of a closed quarter. */
export interface ClosedVersion {
  id: string;
  version: number;
  sha256: string;
  /** In milliseconds since the epoch. */
  closedAt: number;
}

/**
 * The fingerprint of a version: a hash of its figures' hash and its random id. The hash of the figures alone would let
 * readers outside the department try out which withheld figures fit it (docs/design.md §3.10).
 */
export function fingerprintOf({ id, sha256 }: Pick<ClosedVersion, 'id' | 'sha256'>): string {
  return hash('sha256', `${id} ${sha256}`);
}
