import { items } from '@heart-survey/shared/items';
import { expect, test } from 'vitest';
import { aCollector, type TestCollector } from '../../test/collector.ts';
import { row } from '../../test/console-page.ts';
import { aFolder } from '../../test/folder.ts';
import { addGroups, answerAllYear, answerAs, closeAll, yearQuarters } from '../../test/group-years.ts';
import { heartHere } from '../../test/heart.ts';
import { addSubmitters, submitted } from '../../test/submissions.ts';
import { aPerson } from '../../test/staff.ts';
import { addTo, makeIt, paperForm, startRestating } from '../../test/restating.ts';
import { triggers } from '../database/triggers.ts';
import { readGroupYears, type GroupYear } from './figures.ts';

async function aYear(answer: (collector: TestCollector) => Promise<void> = answerAllYear): Promise<TestCollector> {
  const collector = await aCollector();
  await addSubmitters(collector);
  await addGroups(collector);
  await answer(collector);
  return collector;
}

async function onlyYear({ db }: TestCollector): Promise<GroupYear> {
  const years = await readGroupYears(db, 1);
  expect(years).toHaveLength(1);
  return years[0]!;
}

test('submitting the last quarter of a fiscal year stores the year by customer group, once', async () => {
  await using collector = await aYear();
  await closeAll(collector);
  for (const quarter of yearQuarters.slice(0, 3)) await submitted(collector, quarter);
  expect(await readGroupYears(collector.db, 1)).toEqual([]);
  await submitted(collector, '2026-04');
  const { figures, used } = await onlyYear(collector);
  expect(used).toEqual(yearQuarters.map((quarter) => ({ quarter, version: 1, latest: 1 })));
  expect(figures).toMatchObject({ year: '2025-07', label: 'FY 2025-26', target: '4.00', reason: null });
  // Six people of the partner agency are withheld, and with them the smallest other group.
  expect(figures.groups.map(({ group, responses }) => [group, responses])).toEqual([
    ['client', 160],
    ['family-member', null],
    ['partner-agency', null],
    [null, 72],
  ]);
  expect(figures.total).toMatchObject({ responses: 286, n: 286 * items.length });
  expect(figures.groups[0]).toMatchObject({
    names: { en: 'Client', es: 'Cliente' },
    average: '3.50',
    items: { respect: { n: 160, mean: '3.50', distribution: null, topTwo: null } },
  });
  expect(await collector.heart('verify')).toMatchObject({
    code: 0,
    out: expect.stringContaining('Recounted one fiscal year by customer group: every figure agrees.') as string,
  });

  // Late forms that only add people are shown outside; the year stays as it was.
  const representative = await aPerson(collector, 'representative');
  await startRestating(representative, 'late paper', '2026-04');
  for (let form = 0; form < 12; form += 1) {
    await addTo(representative, 'forms', paperForm(4, { date: '2026-05-04' }), '2026-04');
  }
  expect((await makeIt(representative, '2026-04')).status).toBe(303);
  await submitted(collector, '2026-04');
  const later = await onlyYear(collector);
  expect([later.figures, later.used.at(-1)]).toEqual([figures, { quarter: '2026-04', version: 1, latest: 2 }]);
  expect(await collector.heart('verify')).toMatchObject({ code: 0 });
});

test('a restored backup has the groups and their year, and its quarters can be restated', async () => {
  await using collector = await aYear();
  await using folder = await aFolder();
  await closeAll(collector);
  await submitted(collector, '2026-04');
  const backup = folder.file('heart.backup');
  expect(await collector.heart('backup', backup)).toMatchObject({ code: 0 });
  const DATABASE_URL = `file:${folder.file('heart.db')}`;
  expect(await heartHere(['restore', backup], { DATABASE_URL })).toMatchObject({ code: 0, err: '' });
  await using restored = await aCollector({ DATABASE_URL });
  restored.clock.now = collector.clock.now;
  await restored.db.$client.execute('UPDATE department SET asks_group = 1');
  expect(await readGroupYears(restored.db, 1)).toEqual(await readGroupYears(collector.db, 1));
  const representative = await aPerson(restored, 'representative');
  await startRestating(representative, 'late paper', '2026-01');
  await addTo(representative, 'forms', paperForm(4, { date: '2026-02-02', group: 'client' }), '2026-01');
  expect((await makeIt(representative, '2026-01')).status).toBe(303);
  const quarter = (await representative.get('/console/departments/cws/quarters/2026-01/groups')).body;
  expect(row(quarter, 'Client')[0]).toBe('Client 41 responses');
  expect(await restored.heart('verify')).toMatchObject({ code: 0 });
});

test('heart verify reports a year by customer group that was changed', async () => {
  await using collector = await aYear();
  await closeAll(collector);
  await submitted(collector, '2026-04');
  for (const { name } of triggers.filter(({ name }) => name.startsWith('group_year'))) {
    await collector.db.$client.execute(`DROP TRIGGER ${name}`);
  }
  await collector.db.$client.execute(
    `UPDATE group_year SET figures = replace(figures, '"responses":160', '"responses":161')`,
  );
  const { code, err } = await collector.heart('verify');
  expect([code, err]).toEqual([
    1,
    'Child Welfare Services, customer groups of the year from 2025-07: the figures do not match their hash.',
  ]);
});

test.each([
  ['quarter missing', (collector: TestCollector) => answerAllYear(collector), yearQuarters.slice(1)],
  [
    'few people',
    async (collector: TestCollector) => {
      // Clients answered only in Central, and almost no one else did.
      for (const quarter of yearQuarters) {
        await answerAs(collector, { quarter, group: 1, responses: 30 });
        await answerAs(collector, { quarter, region: 'east', responses: 30 });
      }
      await answerAs(collector, { quarter: '2025-07', responses: 4 });
    },
    yearQuarters,
  ],
  [
    'total withheld',
    async (collector: TestCollector) => {
      await answerAllYear(collector);
      await collector.db.$client.execute("DELETE FROM response WHERE quarter = '2025-10' AND id NOT LIKE '%-1'");
    },
    yearQuarters,
  ],
] as const)('withholds a whole year with the reason “%s”', async (reason, answer, closed) => {
  await using collector = await aYear(answer);
  await closeAll(collector, closed);
  await submitted(collector, '2026-04');
  expect((await onlyYear(collector)).figures).toMatchObject({ reason, groups: [], total: null });
  expect(await collector.heart('verify')).toMatchObject({ code: 0 });
});

/** Adds three late forms: fewer than may be told apart, so readers outside keep the version before. */
async function addThreeForms(collector: TestCollector) {
  const representative = await aPerson(collector, 'representative');
  await startRestating(representative, 'late paper', '2025-07');
  for (let form = 0; form < 3; form += 1) {
    await addTo(representative, 'forms', paperForm(4, { date: '2025-08-04' }), '2025-07');
  }
  expect((await makeIt(representative, '2025-07')).status).toBe(303);
}

const deleteSome = ({ db }: TestCollector) =>
  db.$client.execute("DELETE FROM response WHERE group_id = 1 AND quarter = '2025-07'");

test.each([
  ['restated', addThreeForms],
  ['deleted', deleteSome],
] as const)('withholds a whole year with the reason “%s” if that happens after the close', async (reason, happen) => {
  await using collector = await aYear();
  await closeAll(collector);
  await happen(collector);
  await submitted(collector, '2026-04');
  expect((await onlyYear(collector)).figures).toMatchObject({ reason, groups: [], total: null });
});

test('an error in putting the year together is logged and does not keep the quarter from being submitted', async () => {
  await using collector = await aYear();
  await closeAll(collector);
  await collector.db.$client.execute(`UPDATE snapshot SET groups = '[{"group":1}]' WHERE quarter = '2026-01'`);
  const logged: unknown[] = [];
  await submitted(collector, '2026-04', { error: (entry, message) => void logged.push([message, entry]) });
  expect((await onlyYear(collector)).figures).toMatchObject({ year: '2025-07', reason: 'not made', groups: [] });
  expect(logged).toEqual([
    ['customer groups not counted', { department: 'cws', year: '2025-07', err: expect.any(Error) as Error }],
  ]);
  expect((await collector.heart('verify')).err).not.toContain('customer groups');
  const executive = await aPerson(collector, 'executive');
  expect((await executive.get('/console/agency/cws/groups/2025-07')).body).toContain('because of an error');
});

test('stores no year where nobody gave a group', async () => {
  await using collector = await aYear((one) => answerAs(one, { quarter: '2026-04', responses: 40 }));
  await closeAll(collector, ['2026-04']);
  await submitted(collector, '2026-04');
  expect(await readGroupYears(collector.db, 1)).toEqual([]);
});
