import { expect } from 'vitest';

/** What was done, and how many responses there should be. */
export interface Ledger {
  /** By kind, such as `replayed`. */
  counts: Record<string, number>;
  /** Everything that people did. */
  total: number;
  /** How many responses should be stored. */
  rows: number;
  /** How many were deleted for their age, which no one does. */
  purged: number;
  note(kind: string, options?: { rows?: number; times?: number }): void;
}

/** @param rows how many responses there are already. */
export function aLedger(rows: number): Ledger {
  const counts: Record<string, number> = {};
  const ledger: Ledger = {
    counts,
    total: 0,
    purged: 0,
    rows,
    note: (kind, { rows = 0, times = 1 } = {}) => {
      counts[kind] = (counts[kind] ?? 0) + times;
      ledger.total += times;
      ledger.rows += rows;
    },
  };
  return ledger;
}

/** Fails unless a form of the console was saved, which is when it leads on to a page with that notice. */
export function expectSaved(
  { status, headers, body }: { status: number; headers: Headers; body: string },
  is = '',
): void {
  expect(status, body).toBe(303);
  expect(headers.get('location')).toContain(is);
}
