import { hash } from 'node:crypto';
import { items } from '@heart-survey/shared/items';
import { eq, inArray } from 'drizzle-orm';
import * as v from 'valibot';
import type { Database } from '../database/database.ts';
import { department, groupYear, snapshot } from '../database/schema.ts';
import { countGroups } from './group-year.ts';
import { groupYearSchema, type GroupYearFigures } from './group-year-schema.ts';
import { readCustomerGroups } from '../org/org.ts';
import { groupTallies, wholeOf } from './groups.ts';

/** What checking all years by customer group found. */
export interface GroupYearCheck {
  years: number;
  /** One sentence each. */
  problems: string[];
}

/** Checks that each year by customer group has its hash, and that what it shows follows from the versions that it names. */
export async function verifyGroupYears(db: Database): Promise<GroupYearCheck> {
  const rows = await db
    .select({ name: department.name, row: groupYear })
    .from(groupYear)
    .innerJoin(department, eq(department.id, groupYear.departmentId))
    .orderBy(groupYear.departmentId, groupYear.year);
  const problems: string[] = [];
  for (const { name, row } of rows) {
    const problem = await problemOf(db, row);
    if (problem !== undefined) problems.push(`${name}, customer groups of the year from ${row.year}: ${problem}.`);
  }
  return { years: rows.length, problems };
}

async function problemOf(db: Database, row: typeof groupYear.$inferSelect): Promise<string | undefined> {
  if (hash('sha256', row.figures) !== row.sha256) return 'the figures do not match their hash';
  const read = v.safeParse(groupYearSchema, JSON.parse(row.figures));
  const ids = v.parse(v.array(v.string()), JSON.parse(row.snapshots));
  const versions = await db.select().from(snapshot).where(inArray(snapshot.id, ids));
  const isComplete = versions.length === ids.length && versions.every(isOf(row));
  if (!read.success || read.output.year !== row.year || !isComplete) return 'it does not belong to its quarters';
  if (read.output.reason !== null) return undefined;
  const { groups, total, named } = countGroups(
    await readCustomerGroups(db, row.departmentId),
    versions.map((version) => ({
      whole: wholeOf(version.tallies),
      groups: groupTallies(version.groups),
    })),
    Math.round(100 * Number(read.output.target)),
  );
  const codes = [...named.map(({ code }) => code), null];
  const shown = [...read.output.groups, { group: 'total', ...read.output.total! }];
  const recounted = [
    ...groups.map((scores, index) => ({ group: codes[index], ...scores })),
    { group: 'total', ...total },
  ];
  const isSame = shown.length === recounted.length && shown.every((one, index) => agrees(one, recounted[index]!));
  return isSame ? undefined : 'a figure does not follow from its quarters';
}

const isOf =
  ({ departmentId }: { departmentId: number }) =>
  (version: { departmentId: number }) =>
    version.departmentId === departmentId;

type Shown = GroupYearFigures['groups'][number] | (NonNullable<GroupYearFigures['total']> & { group: string });
type Recounted = ReturnType<typeof countGroups>['total'] & { group: string | null | undefined };

/** Whether every figure that is shown is the recounted one. */
function agrees(shown: Shown, recounted: Recounted): boolean {
  if (shown.group !== recounted.group) return false;
  if (shown.status === 'suppressed') return true;
  const numbers = ({ responses, sum, n, average, status, interval }: Omit<Recounted, 'items'>) =>
    JSON.stringify([responses, sum, n, average, status, interval?.low, interval?.high]);
  const isSameItem = (item: (typeof items)[number]) => {
    const [one, other] = [shown.items[item], recounted.items[item]];
    return one.n === null || (one.n === other.n && one.sum === other.sum && one.mean === other.mean);
  };
  return numbers(shown) === numbers(recounted) && items.every(isSameItem);
}
