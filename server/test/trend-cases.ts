import type { Database } from '../src/database/database.ts';
import { insertCases, type StoredCase, type StoredEvent } from './many-cases.ts';

const day = 24 * 60 * 60 * 1000;
/** July 6, 2026, 10:00 in California: a Monday. */
export const monday = Date.UTC(2026, 6, 6, 17);
/** October 5, 2026: the quarter 2026-07 has ended. */
export const afterQuarter = Date.UTC(2026, 9, 5, 17);

/** November 2, 2026: readers outside the department can open that quarter. */
export const afterSettling = Date.UTC(2026, 10, 2, 18);

/** A case that came in at some time of the quarter 2026-07. @param days until its answer; undefined without one. */
export function trendCase({
  days = 2,
  more = [],
  ...given
}: Partial<StoredCase> & { days?: number | undefined; more?: StoredEvent[] } = {}): StoredCase {
  const receivedAt = given.receivedAt ?? monday;
  const answered = receivedAt + days * day;
  return {
    departmentId: 1,
    deskId: 1,
    kind: 'courtesy',
    channel: 'form',
    ...given,
    receivedAt,
    events: [
      { kind: 'received', at: receivedAt },
      { kind: 'acknowledged', at: receivedAt + 1000 },
      { kind: 'answered', at: answered },
      { kind: 'outcome', at: answered, detail: { outcome: 'upheld' } },
      ...more,
    ],
  };
}

/** Inserts so many cases alike. */
export function manyAlike(db: Database, many: number, given: Parameters<typeof trendCase>[0] = {}): Promise<number[]> {
  return insertCases(
    db,
    Array.from({ length: many }, () => trendCase(given)),
  );
}
