import { expect, test } from 'vitest';
import { aCollector, count, type TestCollector } from '../../test/collector.ts';
import { aPerson } from '../../test/staff.ts';
import { commit } from '../database/database.ts';
import { endGrant, endWaysIn, markLeft } from './queries.ts';

// Two administrators who end each other at the same moment pass the pages' own checks, each in its own process. So the
// statements themselves are asked here.

/** That many administrators, with their grants. */
async function administrators(collector: TestCollector, many: number) {
  const { db } = collector;
  await Promise.all(Array.from({ length: many }, () => aPerson(collector, 'administrator')));
  const { rows } = await db.$client.execute("SELECT id, person_id FROM role_grant WHERE role = 'administrator'");
  return rows.map((row) => ({
    id: Number(row['id']),
    personId: String(row['person_id']),
    by: String(row['person_id']),
    at: 1,
  }));
}

test('no statement ends the access of the last administrator, nor their ways in', async () => {
  await using collector = await aCollector();
  const { db } = collector;
  const [one, other] = await administrators(collector, 2);
  const leave = async ({ personId }: { personId: string }) =>
    (await commit(db, [markLeft(personId, 1), ...endWaysIn(personId, 1)]))[0].rowsAffected;
  expect([await leave(one!), await leave(one!), await leave(other!)]).toEqual([1, 0, 0]);
  expect(await count(db, 'person WHERE left_at IS NULL')).toBe(1);
  expect(await count(db, `session WHERE user_id = '${other!.personId}'`)).toBe(1);
});

test('no statement ends the role of the last administrator, and one who left does not count as another', async () => {
  await using collector = await aCollector();
  const { db } = collector;
  const [one, other, third] = await administrators(collector, 3);
  const end = async (grant: Parameters<typeof endGrant>[0]) => (await commit(db, [endGrant(grant)]))[0].rowsAffected;
  expect(await end({ ...one!, personId: other!.personId })).toBe(0);
  expect([await end(one!), await end(one!)]).toEqual([1, 0]);
  await commit(db, [markLeft(other!.personId, 1)]);
  expect(await end(third!)).toBe(0);
});
