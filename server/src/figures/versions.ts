import type { Tallies } from '@heart-survey/shared/tallies';
import { asc, eq, inArray } from 'drizzle-orm';
import type { Database } from '../database/database.ts';
import { snapshot } from '../database/schema.ts';
import { talliesFrom } from '../database/tallies.ts';
import { shortMemory } from '../limits/short-memory.ts';
import type { StoredRegion } from './queries.ts';

/** A version of a closed quarter with the tallies that it was computed from. */
export interface ClosedVersion {
  id: string;
  quarter: string;
  version: number;
  /** In hundredths, at close. */
  target: number;
  sha256: string;
  closedAt: number;
  /** By the region's slug. */
  tallies: ReadonlyMap<string, Tallies>;
}

/** Every version of every closed quarter of the department, in the order in which they were made. */
export async function readVersions(db: Database, departmentId: number): Promise<ClosedVersion[]> {
  const { id, quarter, version, target, sha256, closedAt } = snapshot;
  const rows = await db
    .select({ id, quarter, version, target, sha256, closedAt })
    .from(snapshot)
    .where(eq(snapshot.departmentId, departmentId))
    .orderBy(asc(closedAt), asc(quarter), asc(version));
  const missing = rows.filter((row) => known.get(row.id) === undefined).map((row) => row.id);
  const read = missing.length === 0 ? [] : await readStored(db, missing);
  const parsed = new Map(read.map((row) => [row.id, talliesOf(row.tallies)]));
  for (const [snapshotId, tallies] of parsed) known.set(snapshotId, tallies, 0);
  return rows.map((row) => ({ ...row, tallies: parsed.get(row.id) ?? known.get(row.id)! }));
}

/** Parsed tallies by the snapshot's id: a snapshot never changes, and its text is long. */
const known = shortMemory<ReadonlyMap<string, Tallies>>({ duration: Number.POSITIVE_INFINITY, maxNames: 1000 });

function readStored(db: Database, ids: string[]) {
  const { id, tallies } = snapshot;
  return db.select({ id, tallies }).from(snapshot).where(inArray(id, ids));
}

function talliesOf(stored: string): ReadonlyMap<string, Tallies> {
  const regions = JSON.parse(stored) as StoredRegion[];
  return new Map(regions.map(({ region, tallies }) => [region, talliesFrom(tallies)]));
}
