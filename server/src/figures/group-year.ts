import { hash } from 'node:crypto';
import { groupYearOutside, type Place } from '@heart-survey/shared/group-year';
import { items } from '@heart-survey/shared/items';
import type { OutsideScores } from '@heart-survey/shared/outside';
import type { Quarter } from '@heart-survey/shared/quarters';
import { inHundredths, scoresOf } from '@heart-survey/shared/scores';
import { mergeTallies, noTallies, type Tallies } from '@heart-survey/shared/tallies';
import * as v from 'valibot';
import { isUnavailable, type Database } from '../database/database.ts';
import { readRows } from '../database/read.ts';
import { counterOf, counters } from '../database/schema.ts';
import { statement, type Statement } from '../database/statement.ts';
import type { Logger } from '../log.ts';
import { readCustomerGroups, type CustomerGroup, type Department } from '../org/org.ts';
import type { GroupYearFigures, GroupYearReason } from './group-year-schema.ts';
import { groupTallies, mergeGroups, withoutGroups, type GroupTallies } from './groups.ts';
import { quartersOfYear, yearLabel } from './fiscal-year.ts';
import { closedQuarters, type ClosedQuarter } from './outside.ts';
import { snapshotsOf } from './queries.ts';

// A department's customer groups in a fiscal year, for readers outside (docs/design.md §3.10). The figures are made once, when the
// year's last quarter is submitted.

/**
 * Stores the fiscal year by customer group in the commit that submits its last quarter, unless it was stored before or nobody
 * named a group. A year that cannot be made is withheld, since the quarter has to be submitted anyway.
 */
export async function groupYearOnSubmission(
  db: Database,
  {
    department,
    quarter,
    sha256,
    at,
    log,
  }: { department: Department; quarter: Quarter; sha256: string; at: number; log: Pick<Logger, 'error'> },
): Promise<Statement[]> {
  const quarters = quartersOfYear(department, quarter);
  if (quarters.at(-1)!.id !== quarter.id) return [];
  const ids = quarters.map(({ id }) => id);
  const rows = await snapshotsOf(db, department.id, ids);
  const versions = ids.flatMap((id) => rows.findLast((row) => row.quarter === id) ?? []);
  if (versions.every(({ groups }) => groups === null)) return [];
  const head = headOf(quarters, versions.at(-1)!.target);
  const made = await figuresOf(db, department, quarters, head).catch((err: unknown) => {
    if (isUnavailable(err)) throw err;
    log.error({ department: department.slug, year: head.year, err }, 'customer groups not counted');
    return withheld(head, 'not made');
  });
  const figures = JSON.stringify(made);
  return [
    // Not if a quarter was restated meanwhile.
    statement(
      `INSERT INTO group_year (department_id, year, figures, sha256, snapshots, made_at)
        SELECT :departmentId, :year, :figures, :hash, :snapshots, :at
        WHERE EXISTS (SELECT 1 FROM submission WHERE sha256 = :sha256)
          AND NOT EXISTS (SELECT 1 FROM group_year WHERE department_id = :departmentId AND year = :year)
          AND (SELECT count(*) FROM snapshot WHERE department_id = :departmentId
            AND quarter IN (SELECT value FROM json_each(:quarters))) = :versions`,
      {
        departmentId: department.id,
        year: ids[0]!,
        figures,
        hash: hash('sha256', figures),
        snapshots: JSON.stringify(versions.map(({ id }) => id)),
        at,
        sha256,
        quarters: JSON.stringify(ids),
        versions: rows.length,
      },
    ),
  ];
}

type Head = Pick<GroupYearFigures, 'year' | 'label' | 'target'>;

/** @param target in hundredths. */
function headOf([first]: Quarter[], target: number): Head {
  return { year: first!.id, label: yearLabel(first!), target: inHundredths(target) };
}

function withheld(head: Head, reason: GroupYearReason): GroupYearFigures {
  return { ...head, reason, groups: [], total: null };
}

async function figuresOf(
  db: Database,
  department: Department,
  quarters: Quarter[],
  head: Head,
): Promise<GroupYearFigures> {
  const closed = await closedQuarters(
    db,
    department.id,
    quarters.map(({ id }) => id),
  );
  if (closed.includes(undefined)) return withheld(head, 'quarter missing');
  const all = closed.filter((one) => one !== undefined);
  if (all.some(({ outside }) => hasWithheld(outside.total))) return withheld(head, 'total withheld');
  if (all.some(({ row, rows }) => row !== rows.at(-1))) return withheld(head, 'restated');
  const last = all.at(-1)!;
  const year = countGroups(await readCustomerGroups(db, department.id), all.map(partOf), last.row.target);
  const places = await placesOf(db, department, all, year.named);
  if (places === undefined) return withheld(head, 'deleted');
  const outside = groupYearOutside({ groups: year.groups, total: year.total, places });
  if (outside === undefined) return withheld(head, 'few people');
  const names = [...year.named.map(({ code, names }) => ({ group: code, names })), { group: null, names: {} }];
  return {
    ...head,
    reason: null,
    groups: outside.regions.map((scores, row) => ({ ...names[row]!, ...scores })),
    total: outside.total,
  } as GroupYearFigures;
}

function hasWithheld(total: OutsideScores): boolean {
  return total.status === 'suppressed' || items.some((item) => total.items[item].n === null);
}

/** What a version has of a quarter. */
interface QuarterPart {
  whole: Tallies;
  groups: GroupTallies;
}

function partOf({ row, version }: ClosedQuarter): QuarterPart {
  const whole = [...version.tallies.values()].reduce(mergeTallies, noTallies);
  return { whole, groups: groupTallies(row.groups) };
}

/**
 * The groups that someone named, and those who gave none, over several quarters.
 * @param all the department's groups in its order. @param target in hundredths.
 */
export function countGroups(all: readonly CustomerGroup[], quarters: readonly QuarterPart[], target: number) {
  const groups = mergeGroups(quarters.map((one) => one.groups));
  const whole = quarters.map((one) => one.whole).reduce(mergeTallies, noTallies);
  const named = all.filter(({ id }) => groups.has(id));
  const tallies = [...named.map(({ id }) => groups.get(id)!), withoutGroups(whole, groups)];
  return { named, groups: tallies.map((one) => scoresOf(one, target)), total: scoresOf(whole, target) };
}

/** Ratings of each item, in item order. */
type ByItem = number[];
const byItem = (tallies: Tallies): ByItem =>
  items.map((item) => tallies.ratings[item].reduce((sum, count) => sum + count, 0));

/**
 * How many people of each group rated each item in each region and quarter. The snapshots do not have that.
 * @returns undefined if the database has not kept all of them: responses are deleted for their age.
 */
async function placesOf(
  db: Database,
  { id }: Department,
  closed: readonly ClosedQuarter[],
  named: readonly CustomerGroup[],
): Promise<Place[] | undefined> {
  const counts = await readCounts(
    db,
    id,
    closed.map(({ row }) => row.quarter),
  );
  const of = (region: string, quarter: string, group: number) =>
    counts.get(`${region} ${quarter} ${group}`) ?? items.map(() => 0);
  const isKept = closed.every(({ row, version }) => {
    const stored = groupTallies(row.groups);
    return named.every(({ id: group }) => {
      const own = [...version.tallies.keys()].map((region) => of(region, row.quarter, group));
      const expected = byItem(stored.get(group) ?? noTallies);
      return expected.every((n, item) => n === own.reduce((sum, count) => sum + count[item]!, 0));
    });
  });
  if (!isKept) return undefined;
  return closed.flatMap((one) =>
    one.version.regions.map(({ region }, row): Place => {
      const inGroups = named.map((group) => of(region, one.row.quarter, group.id));
      const all = byItem(one.version.tallies.get(region) ?? noTallies);
      const rest = all.map((n, item) => n - inGroups.reduce((sum, count) => sum + count[item]!, 0));
      const isKnown = items.map((_, item) => isRevealed(one, row, item));
      return {
        unknown: [...inGroups, rest].map((count) => count.map((n, item) => (isKnown[item] ? 0 : n))),
        isWhole: isSameInAll(one, region),
      };
    }),
  );
}

/** Whether a shown mean of 1.00 or 5.00 reveals everyone's rating, which is accepted. */
function isRevealed({ outside }: ClosedQuarter, row: number, item: number): boolean {
  const [region, { total }, name] = [outside.regions[row]!, outside, items[item]!];
  return [region, region.items[name], total, total.items[name]].some(
    ({ sum, n }) => sum !== null && n !== null && n > 0 && (sum === n || sum === 5 * n),
  );
}

/** Whether the region has the same ratings and respondents in every version. */
function isSameInAll({ versions }: ClosedQuarter, region: string): boolean {
  const texts = versions.map(({ tallies }) => {
    const { ratings, responses } = tallies.get(region) ?? noTallies;
    return JSON.stringify([items.map((item) => ratings[item]), responses]);
  });
  return new Set(texts).size === 1;
}

const countRow = v.object({
  region: v.string(),
  quarter: v.string(),
  group: v.number(),
  ...v.entriesFromList(counters, v.number()),
});

/** The current ratings by item of each region, quarter and group, by the three. */
async function readCounts(db: Database, department: number, quarters: string[]): Promise<Map<string, ByItem>> {
  const rows = await readRows(
    db,
    countRow,
    `SELECT region.slug AS region, tally.quarter, tally.group_id AS "group", ${counters.map((name) => `tally.${name}`).join(', ')}
      FROM group_rating_tally AS tally JOIN region ON region.id = tally.region_id
      WHERE region.department_id = :department AND tally.quarter IN (SELECT value FROM json_each(:quarters))`,
    { department, quarters: JSON.stringify(quarters) },
  );
  return new Map(
    rows.map((row) => {
      const count = items.map((item) =>
        ([1, 2, 3, 4, 5] as const).reduce((sum, value) => sum + row[counterOf(item, value)], 0),
      );
      return [`${row.region} ${row.quarter} ${row.group}`, count];
    }),
  );
}
