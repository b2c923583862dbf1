import type { Quarter } from '@heart-survey/shared/quarters';
import { mayFollow, type Version } from '@heart-survey/shared/suppression';
import type { Database } from '../database/database.ts';
import { talliesFrom } from '../database/tallies.ts';
import type { Department } from '../survey/survey.ts';
import { publish, quarterFigures, type FrozenFigures, type PlansOf, type PublishedFigures } from './figures.ts';
import { snapshotsOf, type SnapshotRow, type StoredRegion } from './queries.ts';

/**
 * The version of each closed quarter that is shown outside the department: the latest from which, beside all that were
 * shown before it, no small group can be worked out (design §3.10). The department itself sees the latest of all.
 */
export async function snapshotsShown(
  db: Database,
  departmentId: number,
  quarters: string[],
): Promise<Map<string, SnapshotRow>> {
  const shown = new Map<string, SnapshotRow>();
  const seen = new Map<string, Version[]>();
  for (const row of await snapshotsOf(db, departmentId, quarters)) {
    const [before, version] = [seen.get(row.quarter) ?? [], versionOf(row)];
    if (!before.every((one) => mayFollow(one, version))) continue;
    seen.set(row.quarter, [...before, version]);
    shown.set(row.quarter, row);
  }
  return shown;
}

/** A closed quarter's figures as they leave the department; undefined where it is not closed. */
export async function publishedFigures(
  db: Database,
  plansOf: PlansOf,
  department: Department,
  quarter: Quarter,
): Promise<PublishedFigures | undefined> {
  const shown = (await snapshotsShown(db, department.id, [quarter.id])).get(quarter.id);
  return shown && publish(await quarterFigures(db, plansOf, department, quarter, shown));
}

function versionOf({ figures, tallies }: SnapshotRow): Version {
  const { regions, total } = JSON.parse(figures) as FrozenFigures;
  const stored = JSON.parse(tallies) as StoredRegion[];
  return { regions, total, tallies: new Map(stored.map(({ region, tallies }) => [region, talliesFrom(tallies)])) };
}
