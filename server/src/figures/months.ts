import type { Month, Quarter } from '@heart-survey/shared/quarters';
import type { Database } from '../database/database.ts';
import type { MonthCounts } from '../database/tallies.ts';
import type { Department } from '../org/org.ts';
import { monthsOfRegions, type QuarterRecord, type RegionMonths } from './history.ts';
import { purgedQuarters, readTalliesOf, type StoredRegion } from './queries.ts';

// The months of a department's quarters, for its own pages only (docs/design.md §3.10).

/**
 * Where a month's counts come from: an open quarter; a closed one's snapshot; the responses of a quarter that was closed
 * before snapshots kept months, and whose months no longer add up to the closed figures; or nowhere, because that
 * quarter's responses were deleted for their age.
 */
export type MonthStatus = 'open' | 'closed' | 'changed' | 'deleted';

/** A month of one region or of all together. */
export interface MonthPoint extends MonthCounts {
  month: Month;
  quarter: Quarter;
  /** Whether the month is over. */
  isFinished: boolean;
  status: MonthStatus;
  /** In hundredths: at close, or for an open quarter the current one. */
  target: number;
}

/** The months of a department, oldest first. */
export interface DepartmentMonths {
  /** By region slug. */
  regions: ReadonlyMap<string, MonthPoint[]>;
  total: MonthPoint[];
}

/** How many months a run chart covers (docs/design.md §3.8). */
const chartMonths = 24;

/** The quarters that the months of a run chart are in, if it ends with the first month of a quarter. */
export const chartQuarters = 9;

/**
 * The last 24 months of these quarters that have started.
 * @param records from `readQuarters`: the quarters in order, at least `chartQuarters` of them.
 */
export async function readMonths(
  db: Database,
  department: Department,
  records: QuarterRecord[],
  now: number,
): Promise<DepartmentMonths> {
  const bare = records.filter(({ months }) => months === undefined).map(({ quarter }) => quarter.id);
  const [current, purged] =
    bare.length === 0
      ? [new Map<string, string>(), new Set<string>()]
      : await Promise.all([readTalliesOf(db, department.id, bare), purgedQuarters(db, department.id)]);
  const counted = new Map(
    [...current].map(([quarter, text]) => [quarter, monthsOfRegions(JSON.parse(text) as StoredRegion[])]),
  );
  const slugs = new Set(records.flatMap(({ regions }) => regions.map(({ region }) => region)));
  const regions = new Map(
    [...slugs].map((slug) => {
      const points = records.flatMap((record) => pointsOf(department, record, slug, { counted, purged, now }));
      return [slug, lastMonths(points, now)] as const;
    }),
  );
  return { regions, total: totalOf([...regions.values()]) };
}

interface Counted {
  /** The responses that are left in quarters whose snapshot has no months. */
  counted: ReadonlyMap<string, RegionMonths | undefined>;
  purged: ReadonlySet<string>;
  now: number;
}

/** The three months of a region's quarter. */
function pointsOf(
  { calendar }: Department,
  record: QuarterRecord,
  slug: string,
  { counted, purged, now }: Counted,
): MonthPoint[] {
  const { quarter, target, isClosed, months } = record;
  const isDeleted = months === undefined && purged.has(quarter.id);
  const counts = isDeleted ? undefined : (months ?? counted.get(quarter.id))?.get(slug);
  const isSame = months !== undefined || addsUp(counts, record, slug);
  const status = isDeleted ? 'deleted' : !isClosed ? 'open' : isSame ? 'closed' : 'changed';
  return calendar.months(quarter).map((month) => {
    const { responses, sum, n } = counts?.get(month.id) ?? none;
    return { month, quarter, isFinished: month.end <= now, status, target, responses, sum, n };
  });
}

const none: MonthCounts = { responses: 0, sum: 0, n: 0 };

/** Whether the months are those of the closed figures. */
function addsUp(
  counts: ReadonlyMap<string, MonthCounts> | undefined,
  { regions }: QuarterRecord,
  slug: string,
): boolean {
  const closed = regions.find(({ region }) => region === slug) ?? none;
  const months = [...(counts?.values() ?? [])];
  return (['responses', 'sum', 'n'] as const).every(
    (name) => months.reduce((total, month) => total + month[name], 0) === closed[name],
  );
}

function lastMonths(points: MonthPoint[], now: number): MonthPoint[] {
  return points.filter(({ month }) => month.start <= now).slice(-chartMonths);
}

/** All regions together: changed if any of them is. */
function totalOf(regions: MonthPoint[][]): MonthPoint[] {
  const [first, ...others] = regions;
  if (first === undefined) return [];
  return first.map((point, position) => {
    const all = [point, ...others.map((points) => points[position]!)];
    const sum = (value: (point: MonthPoint) => number) => all.reduce((sum, one) => sum + value(one), 0);
    return {
      ...point,
      status: all.find(({ status }) => status === 'changed')?.status ?? point.status,
      responses: sum(({ responses }) => responses),
      sum: sum((one) => one.sum),
      n: sum(({ n }) => n),
    };
  });
}
