import { changeOf, type Change } from '@heart-survey/shared/change';
import { items } from '@heart-survey/shared/items';
import { outsideFigures, type Outside, type OutsideScores, type ShownScores } from '@heart-survey/shared/outside';
import type { Quarter } from '@heart-survey/shared/quarters';
import { focusOf, lowVolume, reachesTarget, type Status } from '@heart-survey/shared/scores';
import { mergeCells, type ResponseCell, type Tallies } from '@heart-survey/shared/tallies';
import { shownVersion, type ShownVersion, type Version } from '@heart-survey/shared/versions';
import type { Database } from '../database/database.ts';
import { talliesFrom } from '../database/tallies.ts';
import { shortMemory } from '../limits/short-memory.ts';
import { turn } from '../limits/turns.ts';
import type { Department } from '../org/org.ts';
import type { PlanFigures, PublishedFigures } from './figures-schema.ts';
import { outsideHash } from './outside-hash.ts';
import { headOf, type FrozenFigures, type PlansOf } from './quarter-figures.ts';
import {
  outsideRowsOf,
  storedVersions,
  versionsOf,
  type OutsideRow,
  type SnapshotRow,
  type StoredRegion,
} from './queries.ts';

// The only source of figures for readers outside the department (docs/design.md §3.10).

/** A quarter's figures as every page, file and API answer shows them outside the department. */
export type OutsideFigures = Outside<PublishedFigures>;

/** A closed quarter in brief, as shown outside the department. */
export interface ClosedInBrief {
  /** In hundredths, at close. */
  target: number;
  total: OutsideScores;
  /** The slugs of the regions that are shown and below the target. */
  below: ReadonlySet<string>;
}

/** A quarter of a department. */
export interface QuarterAsked {
  departmentId: number;
  quarter: string;
}

/** A quarter's name in the result of {@link closedInBrief}. */
export const keyOf = ({ departmentId, quarter }: QuarterAsked): string => `${departmentId}/${quarter}`;

/**
 * These quarters in brief; one that is not closed is not among them. Neither versions nor years by customer group ever change, so
 * each quarter is worked out once, and then only what exists is read.
 */
export async function closedInBrief(db: Database, asked: readonly QuarterAsked[]): Promise<Map<string, ClosedInBrief>> {
  const found = new Map<string, ClosedInBrief>();
  const fresh = new Map<string, VersionsOfQuarter>();
  for (const [name, rows] of Map.groupBy(await versionsOf(db, asked), keyOf)) {
    const known = brief.get(briefKey(rows));
    if (known === undefined) fresh.set(name, rows);
    else found.set(name, known);
  }
  if (fresh.size === 0) return found;
  const all = [...fresh.values()].flat();
  const departmentIds = new Set(all.map(({ departmentId }) => departmentId));
  const ids = all.map(({ id }) => id);
  const stored = await storedVersions(db, ids, [...departmentIds]);
  for (const [name, rows] of fresh) {
    const made = await inBrief(rows.map(({ id }) => stored.get(id)!));
    brief.set(briefKey(rows), made, 0);
    found.set(name, made);
  }
  return found;
}

type VersionsOfQuarter = Awaited<ReturnType<typeof versionsOf>>;

/** A year by customer group may withhold a version that was shown without it. */
const briefKey = (rows: VersionsOfQuarter) => [rows[0]!.years, ...rows.map(({ id }) => id)].join();

/** What {@link closedInBrief} worked out. */
const brief = shortMemory<ClosedInBrief>({ duration: Number.POSITIVE_INFINITY, maxNames: 2000 });

async function inBrief(
  rows: Pick<OutsideRow, 'id' | 'target' | 'figures' | 'tallies' | 'isCounted'>[],
): Promise<ClosedInBrief> {
  const versions = rows.map((row): Version => {
    const figures = frozen(row);
    // A single version is compared with no other.
    return versionOf(figures, rows.length === 1 ? '[]' : row.tallies);
  }) as [Version, ...Version[]];
  const { index, withheld } = await shownOf(rows, versions);
  const version = versions[index]!;
  const { regions, total } = outsideFigures(version, { withheld, hasSpread: false });
  const below = regions.flatMap(({ status }, row) => (status === 'below' ? [version.regions[row]!.region] : []));
  return { target: rows[index]!.target, total, below: new Set(below) };
}

/** A quarter in a trend outside the department. */
interface OutsidePoint {
  quarter: Quarter;
  /** In hundredths, at close. */
  target: number;
  /** Undefined if the quarter is not closed. */
  total: OutsideScores | undefined;
}

/** A department's trend as published outside. */
export interface OutsideTrend {
  points: OutsidePoint[];
  /** The change between the last two quarters, if both are shown. @param comparisons how many are shown together. */
  changeAmong: (comparisons: number) => Change | undefined;
}

/** A closed quarter's figures as published outside the department; undefined if it is not closed. */
export async function publishedFigures(
  db: Database,
  plansOf: PlansOf,
  department: Department,
  quarter: Quarter,
): Promise<OutsideFigures | undefined> {
  const [[closed], plans] = await Promise.all([
    closedQuarters(db, department.id, [quarter.id]),
    plansOf(department, quarter.id),
  ]);
  return closed && figuresOf(closed, department, quarter, plans);
}

function figuresOf(
  closed: ClosedQuarter,
  department: Department,
  quarter: Quarter,
  plans: ReadonlyMap<string, PlanFigures>,
): OutsideFigures {
  const { figures, row } = closed;
  const { total, regions } = closed.outside;
  return {
    department: department.slug,
    target: figures.target,
    quarter: { ...headOf(quarter, row), ...restatementsOf(closed) },
    regions: figures.regions.map(({ region, name }, index) => {
      const scores = regions[index]!;
      return { region, name, ...scores, plan: planOutside(plans.get(region), scores, row.target) };
    }),
    total: total.status === 'suppressed' ? total : { ...total, excluded: excludedOutside(figures.total.excluded) },
  } as OutsideFigures;
}

/** The responses behind the total; undefined if it is withheld. */
function cellsOf({ outside, version }: ClosedQuarter): ResponseCell[] | undefined {
  if (outside.total.status === 'suppressed') return undefined;
  return mergeCells([...version.tallies.values()].flatMap(({ responses }) => responses));
}

/** The version that is shown outside the department, for each of these quarters that is closed. */
export async function snapshotsShown(
  db: Database,
  departmentId: number,
  quarters: string[],
): Promise<Map<string, SnapshotRow>> {
  const closed = await closedQuarters(db, departmentId, quarters);
  return new Map(closed.flatMap((one) => (one === undefined ? [] : [[one.row.quarter, one.row]])));
}

/** What is shown outside of a closed quarter. */
export interface RegionsShown {
  version: number;
  /** The version's hash for readers outside. */
  sha256: string;
  /** Of each region that is shown, by its slug. */
  statuses: ReadonlyMap<string, Status>;
  /** The items of these regions that are shown, as `slug/item`. */
  items: ReadonlySet<string>;
}

/** The regions whose figures are shown outside, for each of these quarters that is closed. */
export async function regionsShown(
  db: Database,
  departmentId: number,
  quarters: string[],
): Promise<Map<string, RegionsShown>> {
  const closed = await closedQuarters(db, departmentId, quarters);
  return new Map(
    closed
      .filter((one) => one !== undefined)
      .map(({ row, figures, outside }) => {
        const statuses = outside.regions.flatMap(({ status }, index) =>
          status === 'suppressed' ? [] : [[figures.regions[index]!.region, status] as const],
        );
        const shownItems = outside.regions.flatMap((scores, index) =>
          items
            .filter((item) => scores.items[item].n !== null)
            .map((item) => `${figures.regions[index]!.region}/${item}`),
        );
        const version = { version: row.version, sha256: outsideHash(row) };
        return [row.quarter, { ...version, statuses: new Map(statuses), items: new Set(shownItems) }];
      }),
  );
}

/** The figures of all regions together over these quarters. */
export async function publishedTrend(db: Database, department: Department, quarters: Quarter[]): Promise<OutsideTrend> {
  const closed = await closedQuarters(
    db,
    department.id,
    quarters.map(({ id }) => id),
  );
  const cells = closed.map((one) => one && cellsOf(one));
  const [before, now] = cells.slice(-2);
  return {
    points: quarters.map((quarter, index) => {
      const one = closed[index];
      return { quarter, target: one?.row.target ?? department.target, total: one?.outside.total };
    }),
    changeAmong: (comparisons) => (before?.length && now?.length ? changeOf(before, now, comparisons) : undefined),
  };
}

/** A quarter as it is shown outside once one of its versions was submitted. */
export interface QuarterAsOf {
  /** Without action plans, which change after the submission. */
  figures: OutsideFigures;
  /** The responses behind the total, to compare two quarters; undefined if the total is withheld. */
  cells: ResponseCell[] | undefined;
}

/**
 * A quarter as it is shown outside in a version, whatever came after it: later versions were not submitted (yet). Readers
 * here see some of the versions that readers of {@link publishedFigures} saw, so what is withheld there is withheld here.
 * @param version the number of the version.
 */
export async function figuresAsOf(
  db: Database,
  department: Department,
  quarter: Quarter,
  version: number,
): Promise<QuarterAsOf> {
  const rows = await outsideRowsOf(db, department.id, [quarter.id]);
  const closed = await closedQuarter(rows.filter((row) => row.version <= version));
  if (closed === undefined) throw new Error(`${department.slug} ${quarter.id} has no version ${version}.`);
  return { figures: figuresOf(closed, department, quarter, noPlans), cells: cellsOf(closed) };
}

const noPlans = new Map<string, PlanFigures>();

/** A closed quarter in its shown version, with the figures that are shown. */
export interface ClosedQuarter {
  row: OutsideRow;
  /** All versions, oldest first. */
  rows: OutsideRow[];
  shown: ShownVersion;
  figures: FrozenFigures;
  version: Version;
  /** Every version, oldest first. */
  versions: readonly Version[];
  outside: ReturnType<typeof outsideFigures>;
}

/** Each of these quarters as shown outside; undefined if it is not closed. */
export async function closedQuarters(
  db: Database,
  departmentId: number,
  quarters: string[],
): Promise<(ClosedQuarter | undefined)[]> {
  const all = await outsideRowsOf(db, departmentId, quarters);
  const closed: (ClosedQuarter | undefined)[] = [];
  for (const id of quarters) {
    const rows = all.filter(({ quarter }) => quarter === id);
    closed.push(await closedQuarter(rows));
  }
  return closed;
}

/** @param rows the versions of one quarter, oldest first; empty if it is not closed. */
async function closedQuarter(rows: OutsideRow[]): Promise<ClosedQuarter | undefined> {
  const all = rows.map(frozen);
  const [first, ...later] = all.map((figures, index) => versionOf(figures, rows[index]!.tallies));
  if (first === undefined) return undefined;
  const versions: [Version, ...Version[]] = [first, ...later];
  const shown = await shownOf(rows, versions);
  const [row, version] = [rows[shown.index]!, versions[shown.index]!];
  const outside = outsideFigures(version, { withheld: shown.withheld, hasSpread: shown.index === 0 });
  return { row, rows, shown, figures: all[shown.index]!, version, versions, outside };
}

async function shownOf(
  rows: readonly Pick<OutsideRow, 'id' | 'isCounted'>[],
  versions: [Version, ...Version[]],
): Promise<ShownVersion> {
  const counted = rows.findIndex(({ isCounted }) => isCounted === 1);
  const inGroups = counted === -1 ? undefined : counted;
  const key = [inGroups, ...rows.map((row) => row.id)].join();
  const before = known.get(key);
  if (before !== undefined) return before;
  // A quarter with many regions takes a while and blocks everyone else, so others get a turn between two.
  await turn(Infinity);
  const shown = shownVersion(versions, inGroups);
  known.set(key, shown, 0);
  return shown;
}

/** Results for versions seen before: they never change, and computing them takes a while. */
const known = shortMemory<ShownVersion>({ duration: Number.POSITIVE_INFINITY, maxNames: 1000 });

const frozen = ({ figures }: Pick<OutsideRow, 'figures'>) => JSON.parse(figures) as FrozenFigures;

function versionOf({ regions, total }: FrozenFigures, storedTallies: string): Version {
  const stored = JSON.parse(storedTallies) as StoredRegion[];
  const tallies = new Map(stored.map(({ region, tallies }): [string, Tallies] => [region, talliesFrom(tallies)]));
  return { regions, total, tallies, excluded: total.excluded ?? 0 };
}

/** The list of other versions, without their figures, and the total's status if its figures are withheld for them. */
function restatementsOf({
  rows,
  shown,
}: ClosedQuarter): Pick<PublishedFigures['quarter'], 'restated' | 'replaced' | 'totalStatus'> {
  const restated = shown.noticed.map((index) => {
    const { version, closedAt } = rows[index]!;
    return { version, closedAt: new Date(closedAt).toISOString() };
  });
  const replaced = shown.replaced.map((index) => {
    const row = rows[index]!;
    return { version: row.version, sha256: outsideHash(row) };
  });
  return {
    ...(restated.length > 0 ? { restated } : {}),
    ...(replaced.length > 0 ? { replaced } : {}),
    ...(shown.totalStatus === undefined ? {} : { totalStatus: shown.totalStatus }),
  };
}

/** Published so that no one changes a department's figures unnoticed; for 1 to 10 only that there are some. */
function excludedOutside(excluded = 0): number | null {
  return excluded > 0 && excluded < lowVolume ? null : excluded;
}

/**
 * A plan as published outside: only for a shown region that was below target at close, based on its shown figures. A
 * plan that was opened and withdrawn within the quarter would reveal single months.
 */
function planOutside(plan: PlanFigures | undefined, scores: OutsideScores, target: number): PlanFigures | null {
  const isNeeded = plan !== undefined && plan.stage !== 'watch' && plan.stage !== 'withdrawn';
  if (!isNeeded || scores.status !== 'below') return null;
  const tags: PlanFigures['tags'] = reachesTarget(scores.interval, target) ? ['within noise'] : [];
  return { stage: plan.stage, focus: focusOutside(scores, target), tags };
}

function focusOutside(scores: ShownScores, target: number): PlanFigures['focus'] {
  const shown = items.map(
    (item) => [item, { sum: scores.items[item].sum ?? 0, n: scores.items[item].n ?? 0 }] as const,
  );
  return focusOf(Object.fromEntries(shown) as Parameters<typeof focusOf>[0], target);
}
