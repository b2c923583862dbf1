import type { Quarter } from '@heart-survey/shared/quarters';
import { inHundredths, scoresOf, type Scores } from '@heart-survey/shared/scores';
import { mergeTallies, noTallies } from '@heart-survey/shared/tallies';
import type { Database } from '../database/database.ts';
import { talliesFrom } from '../database/tallies.ts';
import type { Department } from '../org/org.ts';
import type { Figures, PlanFigures } from './figures-schema.ts';
import { latestSnapshot, readTallies, type SnapshotRow, type StoredOrigin, type StoredRegion } from './queries.ts';

/** The figures that a snapshot freezes: everything except what changes after close. */
export interface FrozenFigures {
  target: string;
  regions: (Scores & Excluded & { region: string; name: string; origins?: StoredOrigin[] })[];
  total: Scores & Excluded;
}

/** The number of excluded responses, which do not count in the figures; missing in older snapshots. */
interface Excluded {
  excluded?: number;
}

/** The action plans of a department's quarter, by region slug. */
export type PlansOf = (department: Department, quarter: string) => Promise<ReadonlyMap<string, PlanFigures>>;

/** A closed quarter's figures from its latest snapshot, an open one's from the tallies (docs/design.md §3.9). */
export async function quarterFigures(
  db: Database,
  plansOf: PlansOf,
  department: Department,
  quarter: Quarter,
): Promise<Figures> {
  const [closed, plans] = await Promise.all([
    latestSnapshot(db, department.id, quarter.id),
    plansOf(department, quarter.id),
  ]);
  const { target, regions, total } = closed
    ? frozenFigures(closed)
    : computeFigures(await readTallies(db, department.id, quarter.id), department.target);
  return {
    department: department.slug,
    target,
    quarter: headOf(quarter, closed),
    // Where responses came from is only for the department's own pages: a language alone can reveal who someone is.
    regions: regions.map(({ region, name, excluded = 0, origins: _, ...scores }) => ({
      region,
      name,
      ...scores,
      excluded,
      plan: plans.get(region) ?? null,
    })),
    total: { ...total, excluded: total.excluded ?? 0 },
  };
}

/** The figures that a snapshot froze. */
export function frozenFigures({ figures }: Pick<SnapshotRow, 'figures'>): FrozenFigures {
  return JSON.parse(figures) as FrozenFigures;
}

/** The head of a quarter's figures. @param closed the snapshot that is read, if the quarter is closed. */
export function headOf(
  { id, label }: Quarter,
  closed: Pick<SnapshotRow, 'version' | 'closedAt'> | undefined,
): Figures['quarter'] {
  if (!closed) return { id, label, status: 'open' };
  return { id, label, status: 'closed', version: closed.version, closedAt: new Date(closed.closedAt).toISOString() };
}

/** @param stored the output of `readTallies`. @param target in hundredths. */
export function computeFigures(stored: string, target: number): FrozenFigures {
  const regions = (JSON.parse(stored) as StoredRegion[]).map(({ tallies, excluded = 0, ...named }) => ({
    ...named,
    excluded,
    tallies: talliesFrom(tallies),
  }));
  return {
    target: inHundredths(target),
    regions: regions.map(({ tallies, excluded, ...named }) => ({ ...named, ...scoresOf(tallies, target), excluded })),
    total: {
      ...scoresOf(
        regions.reduce((all, { tallies }) => mergeTallies(all, tallies), noTallies),
        target,
      ),
      excluded: regions.reduce((sum, { excluded }) => sum + excluded, 0),
    },
  };
}
