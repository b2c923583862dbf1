import { items } from '@heart-survey/shared/items';
import { distribution, mergeCells, mergeTallies, noTallies, type Tallies } from '@heart-survey/shared/tallies';
import * as v from 'valibot';
import type { Database } from '../database/database.ts';
import { readRows } from '../database/read.ts';
import { counters } from '../database/schema.ts';
import { talliesFrom } from '../database/tallies.ts';
import type { Department } from '../org/org.ts';
import type { Quarter } from '@heart-survey/shared/quarters';
import { departmentGroups, latestSnapshots, readTalliesOf, type StoredRegion } from './queries.ts';

// What a department's customer groups rated, together with those who gave none.

/** By the group's id. */
export type GroupTallies = ReadonlyMap<number, Tallies>;

/** The groups that `departmentGroups` wrote. @param stored null if nobody named one. */
export function groupTallies(stored: string | null): GroupTallies {
  const rows = v.parse(storedGroups, JSON.parse(stored ?? '[]'));
  return new Map(
    rows.map(({ group, ratings, responses }) => [group, talliesFrom({ ratings: [ratings], responses })] as const),
  );
}

const storedGroups = v.array(
  v.object({
    group: v.number(),
    /** In the order of the counters. */
    ratings: v.pipe(v.array(v.number()), v.length(counters.length)),
    /** By k, s and number. */
    responses: v.array(v.tuple([v.number(), v.number(), v.number()])),
  }),
);

/** The current groups of each of these quarters. */
async function readGroupsOf(
  db: Database,
  departmentId: number,
  quarters: string[],
): Promise<Map<string, GroupTallies>> {
  const rows = await readRows(
    db,
    v.object({ quarter: v.string(), groups: v.nullable(v.string()) }),
    `SELECT q.value AS quarter, ${departmentGroups(':department', 'q.value')} AS groups FROM json_each(:quarters) AS q`,
    { department: departmentId, quarters: JSON.stringify(quarters) },
  );
  return new Map(rows.map(({ quarter, groups }) => [quarter, groupTallies(groups)]));
}

/** A quarter by customer group, as the department's own staff see it. */
export interface GroupQuarter {
  quarter: Quarter;
  isClosed: boolean;
  /** In hundredths: at close, or for an open quarter the current one. */
  target: number;
  /** Everyone who answered. */
  whole: Tallies;
  groups: GroupTallies;
}

/** These quarters by customer group: closed ones from their latest snapshots, open ones from the tallies. */
export async function readGroupQuarters(
  db: Database,
  department: Department,
  quarters: readonly Quarter[],
): Promise<GroupQuarter[]> {
  const ids = quarters.map(({ id }) => id);
  const closed = await latestSnapshots(db, department.id, ids);
  const open = ids.filter((id) => !closed.has(id));
  const [tallies, groups] = await Promise.all([
    readTalliesOf(db, department.id, open),
    readGroupsOf(db, department.id, open),
  ]);
  return quarters.map((quarter) => {
    const snapshot = closed.get(quarter.id);
    return {
      quarter,
      isClosed: snapshot !== undefined,
      target: snapshot?.target ?? department.target,
      whole: wholeOf(snapshot?.tallies ?? tallies.get(quarter.id)!),
      groups: snapshot === undefined ? groups.get(quarter.id)! : groupTallies(snapshot.groups),
    };
  });
}

/** All regions together. @param stored the output of `readTallies`. */
export function wholeOf(stored: string): Tallies {
  const regions = JSON.parse(stored) as StoredRegion[];
  return regions.map(({ tallies }) => talliesFrom(tallies)).reduce(mergeTallies, noTallies);
}

/** The tallies of several quarters together. */
export function mergeGroups(all: readonly GroupTallies[]): GroupTallies {
  const merged = new Map<number, Tallies>();
  for (const [group, tallies] of all.flatMap((one) => [...one])) {
    merged.set(group, mergeTallies(merged.get(group) ?? noTallies, tallies));
  }
  return merged;
}

/** Everyone who is in none of these groups. */
export function withoutGroups(whole: Tallies, groups: GroupTallies): Tallies {
  const some = [...groups.values()].reduce(mergeTallies, noTallies);
  const taken = some.responses.map((cell) => ({ ...cell, responses: -cell.responses }));
  const left = items.map(
    (item) =>
      [item, distribution((value) => whole.ratings[item][value - 1]! - some.ratings[item][value - 1]!)] as const,
  );
  return {
    ratings: Object.fromEntries(left) as Tallies['ratings'],
    responses: mergeCells([...whole.responses, ...taken]),
  };
}
