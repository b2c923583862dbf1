import { and, eq } from 'drizzle-orm';
import { plain, wordsOf } from '@heart-survey/shared/names';
import type { Quarter } from '@heart-survey/shared/quarters';
import type { Database } from '../database/database.ts';
import { employee, region } from '../database/schema.ts';
import type { Department, Region } from '../org/org.ts';
import { readComments, type Comment } from './reading.ts';

/** How many comments with high ratings, and how many others, are offered. */
const maxOfEach = 12;
/** Longer ones would not fit on a page for the wall, in UTF-16 units. */
const maxLength = 280;

/**
 * Comments that may be shown to a team or put on a wall: not hidden, flagged or excluded, and with no employee's name. If the
 * department asks customers, only those whose writers agreed. What looks personal is masked.
 * @param regions those whose figures may be shown outside the department.
 */
export async function readShareable(
  db: Database,
  { department, quarter, regions }: { department: Department; quarter: Quarter; regions: Region[] },
): Promise<Comment[]> {
  if (regions.length === 0) return [];
  const names = await employeeWords(db, department.id);
  const { signal } = new AbortController();
  const onlyMayShow = department.asksToShow === 1;
  const filter = { search: '', quarter, region: undefined, language: undefined, show: 'open', onlyMayShow } as const;
  const lists = await Promise.all(
    (['high', 'middle', 'low'] as const).map((rating) =>
      readComments(db, { filter: { ...filter, rating }, regions, position: {}, signal }),
    ),
  );
  return lists.flatMap(({ comments }) => comments.filter((one) => mayBeShared(one, names)).slice(0, maxOfEach));
}

function mayBeShared({ hidden, flagged, excludedAt, shown }: Comment, names: ReadonlySet<string>): boolean {
  if (hidden || flagged || excludedAt !== null || shown.length > maxLength) return false;
  return !wordsOf(shown).some((word) => names.has(plain(word)));
}

/** Each word of every employee's name: customers often write only one of them. */
async function employeeWords(db: Database, departmentId: number): Promise<Set<string>> {
  const rows = await db
    .selectDistinct({ name: employee.name })
    .from(employee)
    .innerJoin(region, and(eq(employee.regionId, region.id), eq(region.departmentId, departmentId)));
  return new Set(rows.flatMap(({ name }) => wordsOf(name).map(plain)).filter((word) => word.length > 1));
}
