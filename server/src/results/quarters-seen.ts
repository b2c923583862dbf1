import type { Quarter } from '@heart-survey/shared/quarters';
import type { Visibility } from '../access/access.ts';
import type { Database } from '../database/database.ts';
import type { Department } from '../org/org.ts';
import { headOf, snapshotsShown, firstSnapshot, latestSnapshots } from '../figures/figures.ts';
import type { QuarterList } from './lists-schema.ts';
import { firstQuarter } from '../closing/closing.ts';

/**
 * The department's quarters that this reader has figures for, latest first. The department itself sees every quarter
 * from the first one with responses to the current one; others see closed quarters in their published version.
 */
export async function quartersSeen(
  db: Database,
  department: Department,
  visibility: Exclude<Visibility, 'nothing'>,
  now: number,
): Promise<QuarterList['quarters']> {
  const quarters = await quartersWithFigures(db, department, now);
  const read = visibility === 'all' ? latestSnapshots : snapshotsShown;
  const closed = await read(
    db,
    department.id,
    quarters.map(({ id }) => id),
  );
  return quarters
    .filter(({ id }) => visibility === 'all' || closed.has(id))
    .map((quarter) => headOf(quarter, closed.get(quarter.id)));
}

async function quartersWithFigures(db: Database, { id, calendar }: Department, now: number): Promise<Quarter[]> {
  const current = calendar.at(now);
  const known = await Promise.all([firstQuarter(db, id), firstSnapshot(db, id)]);
  const first = known.filter((quarter) => quarter !== undefined).toSorted()[0] ?? current.id;
  const quarters = [current];
  while (quarters.at(-1)!.id > first) quarters.push(calendar.previous(quarters.at(-1)!));
  return quarters;
}
