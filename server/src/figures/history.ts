import { changeOf, type Change } from '@heart-survey/shared/change';
import type { Quarter } from '@heart-survey/shared/quarters';
import { mergeCells, type ResponseCell } from '@heart-survey/shared/tallies';
import type { Database } from '../database/database.ts';
import { cellsFrom, monthsFrom, type MonthCounts } from '../database/tallies.ts';
import type { Department } from '../org/org.ts';
import { computeFigures, type FrozenFigures } from './quarter-figures.ts';
import { latestSnapshots, readTalliesOf, type StoredRegion } from './queries.ts';

/** A department's quarter with everything that its pages show. */
export interface QuarterRecord {
  quarter: Quarter;
  isClosed: boolean;
  /** Of a closed quarter: 1, plus one for each restatement. */
  version: number | undefined;
  /** In hundredths: at close, or for an open quarter the current one. */
  target: number;
  regions: FrozenFigures['regions'];
  total: FrozenFigures['total'];
  /** The respondents of each region by (k, s), keyed by its slug. */
  cells: ReadonlyMap<string, readonly ResponseCell[]>;
  /** The months of each region, keyed by its slug; undefined if the snapshot is from before months were kept. */
  months: RegionMonths | undefined;
}

/** The quarter and those before it, oldest first. @param count how many, including the quarter itself. */
export function quartersUpTo({ calendar }: Department, quarter: Quarter, count: number): Quarter[] {
  const quarters = [quarter];
  while (quarters.length < count) quarters.unshift(calendar.previous(quarters[0]!));
  return quarters;
}

/** The quarters that a page can show, latest first: the last three years up to now, and the selected one. */
export function quarterChoices(department: Department, now: number, selected: Quarter): Quarter[] {
  const quarters = quartersUpTo(department, department.calendar.at(now), 12).toReversed();
  return quarters.some(({ id }) => id === selected.id) ? quarters : [...quarters, selected];
}

/** Reads these quarters in two queries: closed ones from their latest snapshots, open ones from the tallies. */
export async function readQuarters(
  db: Database,
  department: Department,
  quarters: Quarter[],
): Promise<QuarterRecord[]> {
  const closed = await latestSnapshots(
    db,
    department.id,
    quarters.map(({ id }) => id),
  );
  const open = quarters.filter(({ id }) => !closed.has(id)).map(({ id }) => id);
  const live = open.length === 0 ? new Map<string, string>() : await readTalliesOf(db, department.id, open);
  return quarters.map((quarter) => {
    const snapshot = closed.get(quarter.id);
    const target = snapshot?.target ?? department.target;
    const tallies = snapshot?.tallies ?? live.get(quarter.id)!;
    const { regions, total } = snapshot
      ? (JSON.parse(snapshot.figures) as FrozenFigures)
      : computeFigures(tallies, target);
    const isClosed = snapshot !== undefined;
    return {
      quarter,
      isClosed,
      version: snapshot?.version,
      target,
      regions,
      total,
      ...partsOf(JSON.parse(tallies) as StoredRegion[]),
    };
  });
}

/** @param stored the output of `readTallies`, which a snapshot keeps. */
function partsOf(stored: StoredRegion[]): Pick<QuarterRecord, 'cells' | 'months'> {
  const months = monthsOfRegions(stored);
  return { cells: new Map(stored.map(({ region, tallies }) => [region, cellsFrom(tallies.responses)])), months };
}

/** The months of each region by its slug; undefined if the tallies are from before months were kept. */
export function monthsOfRegions(stored: StoredRegion[]): RegionMonths | undefined {
  const months = new Map<string, ReadonlyMap<string, MonthCounts>>();
  for (const { region, tallies } of stored) {
    const ofRegion = monthsFrom(tallies);
    if (ofRegion === undefined) return undefined;
    months.set(region, ofRegion);
  }
  return months;
}

/** What each region's months have, by region slug and month. */
export type RegionMonths = ReadonlyMap<string, ReadonlyMap<string, MonthCounts>>;

/** All respondents of the quarter. */
function allCells({ cells }: QuarterRecord): ResponseCell[] {
  return mergeCells([...cells.values()].flat());
}

/**
 * The change in the last of these quarters. Compared among all regions of the department for every reader, so that all
 * read the same verdict.
 */
export function changeOfRegion(trend: QuarterRecord[], slug: string): Change {
  const [before, now] = [trend.at(-2), trend.at(-1)!];
  return changeOf(before?.cells.get(slug) ?? [], now.cells.get(slug) ?? [], now.regions.length);
}

/** The change of all regions together: a single comparison. */
export function changeOfTotal(trend: QuarterRecord[]): Change {
  const [before, now] = [trend.at(-2), trend.at(-1)!];
  return changeOf(before ? allCells(before) : [], allCells(now), 1);
}
