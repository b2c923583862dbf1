import { expect, test } from 'vitest';
import { aCollector, aResponse, count, send, type TestCollector } from '../../test/collector.ts';
import { aPerson, type Staff } from '../../test/staff.ts';

const commentId = '5f0f5a0e-6c0a-4d0e-9a57-0c6f6f6f6f6f';

interface Scene {
  collector: TestCollector;
  one: Staff;
  other: Staff;
  /** The id of a third person. */
  third: string;
}

const department = '/console/directory/departments/cws';

/** What two people do at the same time, after `before`, and its action in the audit. */
const races: {
  action: string;
  role?: 'representative';
  before?: (scene: Scene) => Promise<unknown>;
  does: (person: Staff, scene: Scene) => Promise<unknown>;
}[] = [
  {
    action: 'legal hold lifted',
    before: ({ one }) => one.post(`${department}/holds`, { hold: 'A lawsuit' }),
    does: (person) => person.post(`${department}/holds/1/lifting`, { 'lift-1': 'It is over' }),
  },
  {
    action: 'token revoked',
    before: async ({ collector }) => {
      const representative = await aPerson(collector, 'representative');
      await representative.post('/console/tokens', { name: 'A report', scope: 'averages', department: 'cws' });
    },
    does: (person) => person.post('/console/tokens/all/1/revocation'),
  },
  {
    action: 'role granted',
    does: (person, { third }) => person.post(`/console/people/${third}/roles`, { role: 'executive', scope: '' }),
  },
  {
    action: 'access restored',
    before: ({ one, third }) => one.post(`/console/people/${third}/leave`),
    does: (person, { third }) => person.post(`/console/people/${third}/return`),
  },
  {
    action: 'comment hidden',
    role: 'representative',
    before: ({ collector }) => send(collector, aResponse({ id: commentId, comment: 'They listened' })),
    does: (person) =>
      person.post(`/console/departments/cws/comments/${commentId}/hiding`, { reason: 'Names a person' }),
  },
];

test.each(races)(
  '$action: takes effect once, with one audit entry, when two people do it at the same time',
  async (race) => {
    await using collector = await aCollector();
    const [one, other] = [
      await aPerson(collector, race.role ?? 'administrator'),
      await aPerson(collector, race.role ?? 'administrator'),
    ];
    const { email } = await aPerson(collector, 'ambassador');
    const { rows } = await collector.db.$client.execute(`SELECT id FROM person WHERE email = '${email}'`);
    const scene = { collector, one, other, third: String(rows[0]!['id']) };
    await race.before?.(scene);
    await Promise.all([race.does(one, scene), race.does(other, scene)]);
    expect(await count(collector.db, `audit_event WHERE action = '${race.action}'`)).toBe(1);
  },
);
