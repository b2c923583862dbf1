import { expect, test } from 'vitest';
import { aCollector, count, type TestCollector } from '../../test/collector.ts';
import { holdForm } from '../../test/held-form.ts';
import { aPerson, type Staff } from '../../test/staff.ts';
import { statement } from '../database/statement.ts';

/** The ids that an administrator has in addresses: the person's, and the role's. */
async function idsOf({ db }: TestCollector, { email }: Staff) {
  const { rows } = await db.$client.execute(
    statement(
      'SELECT person.id AS person, role_grant.id AS grant FROM person JOIN role_grant ON person_id = person.id WHERE email = ?',
      [email],
    ),
  );
  return { person: String(rows[0]!['person']), grant: String(rows[0]!['grant']) };
}

const leave = async (collector: TestCollector, staff: Staff) =>
  `/console/people/${(await idsOf(collector, staff)).person}/leave`;
const demote = async (collector: TestCollector, staff: Staff) => {
  const { person, grant } = await idsOf(collector, staff);
  return `/console/people/${person}/roles/${grant}/end`;
};

test.for([
  ['end each other’s access', leave, leave],
  ['end each other’s role', demote, demote],
  ['end the access and the role of each other', leave, demote],
] as const)('keeps one of two administrators who %s at the same time', async ([, first, second]) => {
  await using collector = await aCollector();
  const [ann, ben] = [await aPerson(collector, 'administrator'), await aPerson(collector, 'administrator')];
  const both = [
    await holdForm(collector, ann, await first(collector, ben), { x: 'y' }),
    await holdForm(collector, ben, await second(collector, ann), { x: 'y' }),
  ];
  expect((await both[0]!.send()).status).toBe(303);
  const refused = await both[1]!.send();
  expect(refused.body).toContain('This is the last administrator');
  const remaining =
    "role_grant JOIN person ON person.id = person_id WHERE role = 'administrator' AND ended_at IS NULL AND left_at IS NULL";
  expect(await count(collector.db, remaining)).toBe(1);
  expect(await count(collector.db, "audit_event WHERE action IN ('access ended', 'role ended')")).toBe(1);
  expect((await ann.get('/console/people')).status).toBe(200);
});
