import { uniformInt } from 'pure-rand/distribution/uniformInt';
import { expect } from 'vitest';
import { statement } from '../src/database/statement.ts';
import { createOrganization } from '../src/org/org.ts';
import { purgeOldData } from '../src/retention/retention.ts';
import { addTo, eraseIt, makeIt, paperForm, startRestating } from '../test/restating.ts';
import { aPerson } from '../test/staff.ts';
import { oneOf } from './mixed-customers.ts';
import type { Work } from './mixed-staff.ts';

// What happens to closed quarters: restatements and erasures, and later the deletion of old responses.

const day = 24 * 60 * 60 * 1000;

/** The ids of the closed quarters of the usual department, the oldest first. */
async function closedQuarters({ db }: Work): Promise<string[]> {
  const { rows } = await db.$client.execute(
    'SELECT DISTINCT quarter FROM snapshot WHERE department_id = 1 ORDER BY quarter',
  );
  return rows.map((row) => row['quarter'] as string);
}

/** Some response of the usual department's quarter. @param condition in SQL. */
async function aResponseOf({ db, chance }: Work, quarter: string, condition: string): Promise<string | undefined> {
  const { rows } = await db.$client.execute(
    statement(
      `SELECT response.id FROM response JOIN region ON region.id = region_id
        WHERE department_id = 1 AND quarter = :quarter AND ${condition} LIMIT 1 OFFSET :skip`,
      { quarter, skip: uniformInt(chance, 0, 10) },
    ),
  );
  return rows[0]?.['id'] as string | undefined;
}

/** Restates one of the last three closed quarters once for each reason, and erases a response of it. */
export async function restating(work: Work): Promise<() => Promise<void>> {
  const { workplace, chance, ledger } = work;
  const representative = await aPerson(workplace, 'representative');
  const recent = (await closedQuarters(work)).slice(-3);
  return async () => {
    const quarter = oneOf(chance, recent);
    const restate = async (
      kind: string,
      ...change: [what: Parameters<typeof addTo>[1], fields: Record<string, string>]
    ) => {
      await startRestating(representative, kind, quarter);
      await addTo(representative, ...change, quarter);
      const made = await makeIt(representative, quarter);
      expect(made.headers.get('location'), made.body).toContain('notice=made');
    };
    await restate('late paper', 'forms', paperForm(uniformInt(chance, 1, 5), { date: `${quarter}-15` }));
    ledger.note('restated', { rows: 1 });
    const corrected = uniformInt(chance, 1, 5);
    // If a form already has these ratings, there is nothing to restate.
    const isWrong = `channel = 'paper' AND excluded_at IS NULL AND helpfulness <> ${corrected}`;
    const paper = await aResponseOf(work, quarter, isWrong);
    if (paper !== undefined) {
      await restate('error', 'corrections', { ...paperForm(corrected), response: paper });
      ledger.note('restated');
    }
    const counted = await aResponseOf(work, quarter, 'excluded_at IS NULL');
    await restate('exclusion', 'exclusions', { response: counted! });
    ledger.note('restated');
    const erased = await aResponseOf(work, quarter, 'TRUE');
    expect((await eraseIt(representative, erased!, quarter)).status).toBe(303);
    ledger.note('erased from a closed quarter', { rows: -1 });
  };
}

/**
 * Deletes what became too old, as the schedule does, but as if each time another day had passed: the two oldest quarters
 * become too old within 120 days.
 */
export async function purging(work: Work): Promise<() => Promise<void>> {
  const { db, ledger } = work;
  const [oldest] = await closedQuarters(work);
  const [year, month] = oldest!.split('-').map(Number) as [number, number];
  // It ended three months after it began, and its responses are kept for three years from then.
  let now = Date.UTC(year + 3, month + 2) - day;
  const { departments } = await createOrganization(db)();
  return async () => {
    // The collector's own schedule, whose clock is years behind, may have set it.
    await db.$client.execute(
      statement(
        "INSERT INTO setting (name, value) VALUES ('retention clock', :now) ON CONFLICT DO UPDATE SET value = :now",
        {
          now: String(now),
        },
      ),
    );
    now += day;
    for (const { what, rows } of await purgeOldData({ db, clock: () => now }, departments)) {
      ledger.purged += rows;
      if (what === 'responses') ledger.rows -= rows;
    }
  };
}
