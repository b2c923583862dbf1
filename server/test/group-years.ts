import { outsideFigures } from '@heart-survey/shared/outside';
import { people, versionOf } from '../../shared/test/a-version.ts';
import { eq } from 'drizzle-orm';
import { customerGroup, groupYear, snapshot } from '../src/database/schema.ts';
import { statement } from '../src/database/statement.ts';
import type { TestCollector } from './collector.ts';
import { insertRows } from './rows.ts';

/** The quarters of fiscal year 2025-26 of `cws`. */
export const yearQuarters = ['2025-07', '2025-10', '2026-01', '2026-04'];

/** October 5, 2026: three months after that year. */
export const afterTheYear = Date.UTC(2026, 9, 5, 19);

/** The department's groups, by id. */
export const groupCodes = { 1: 'client', 2: 'family-member', 3: 'partner-agency' };

const names = {
  1: { en: 'Client', es: 'Cliente' },
  2: { en: 'Family member', es: 'Familiar' },
  3: { en: 'Partner agency' },
};

/** Has `cws` ask for three customer groups. */
export async function addGroups({ db }: Pick<TestCollector, 'db'>): Promise<void> {
  await db.insert(customerGroup).values(
    ([1, 2, 3] as const).map((id) => ({
      id,
      departmentId: 1,
      code: groupCodes[id],
      names: JSON.stringify(names[id]),
      place: id,
      createdAt: 0,
    })),
  );
}

interface Answers {
  quarter: string;
  region?: string;
  /** The group's id; by default, they give none. */
  group?: number | null;
  responses: number;
  /** An SQL expression for every item's rating. */
  rating?: string;
}

/** Has people answer, who may give a group. */
export async function answerAs({ db }: Pick<TestCollector, 'db'>, answers: Answers): Promise<void> {
  const { quarter, region = 'central', group = null, responses, rating = '2 + n % 4' } = answers;
  const ids = `${region} ${quarter} ${group}`;
  await insertRows(db, { responses, region, quarter, rating, ids });
  if (group === null) return;
  await db.$client.execute(
    statement('UPDATE response SET group_id = :group WHERE id LIKE :ids', { group, ids: `${ids}-%` }),
  );
}

/** Has people of every group answer in every quarter of the year, in two regions. @param partners how many of the partner agency, in one quarter. */
export async function answerAllYear(collector: Pick<TestCollector, 'db'>, partners = 6): Promise<void> {
  for (const quarter of yearQuarters) {
    for (const region of ['central', 'east']) {
      await answerAs(collector, { quarter, region, group: 1, responses: 20 });
      await answerAs(collector, { quarter, region, group: 2, responses: 6, rating: '1 + n % 3' });
      await answerAs(collector, { quarter, region, responses: 9, rating: '3 + n % 3' });
    }
  }
  await answerAs(collector, { quarter: '2026-01', group: 3, responses: partners });
}

/** Closes quarters, in order. */
export async function closeAll(collector: TestCollector, quarters: readonly string[] = yearQuarters): Promise<void> {
  collector.clock.now = afterTheYear;
  for (const quarter of quarters) {
    const { code, err } = await collector.heart('close-quarter', '--quarter', quarter);
    if (code !== 0) throw new Error(err);
  }
}

/** A fiscal year by customer group as it is stored, with a group that is withheld: for tests of its pages only. */
export async function addGroupYear({ db }: Pick<TestCollector, 'db'>, year: string): Promise<void> {
  const { regions, total } = versionOf([people(120, 4), people(40, 3), people(6, 2), people(90, 5, { respect: 4 })]);
  const shown = outsideFigures({ regions, total });
  const codes = [...Object.values(groupCodes), null];
  const figures = JSON.stringify({
    year,
    label: `FY ${year.slice(0, 4)}-${Number(year.slice(2, 4)) + 1}`,
    target: '4.00',
    reason: null,
    groups: shown.regions.map((scores, row) => ({
      group: codes[row],
      names: row < 3 ? names[(row + 1) as 1 | 2 | 3] : {},
      ...scores,
    })),
    total: shown.total,
  });
  const [counted] = await db.select({ id: snapshot.id }).from(snapshot).where(eq(snapshot.departmentId, 1)).limit(1);
  const snapshots = JSON.stringify([counted!.id]);
  await db.insert(groupYear).values({ departmentId: 1, year, figures, sha256: 'x', snapshots, madeAt: 0 });
}
