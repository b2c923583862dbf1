import { expect, test } from 'vitest';
import { aCollector, aResponse, count, send, type TestCollector } from '../../test/collector.ts';
import { text } from '../../test/console-page.ts';
import { closeQuarter } from '../../test/plans.ts';
import {
  addTo,
  makeIt,
  paperForm,
  restatingPath,
  shownOn,
  startRestating,
  versionsPath,
} from '../../test/restating.ts';
import { aPerson } from '../../test/staff.ts';

const rows = async ({ db }: TestCollector, sql: string) =>
  (await db.$client.execute(sql)).rows.map((row) => ({ ...row }));

/** A closed quarter: Central has three responses at 4, East two at 5. */
async function aClosedQuarter() {
  const collector = await aCollector();
  for (const [region, ...ratings] of [
    ['central', 4, 4, 4],
    ['east', 5, 5],
  ] as const) {
    for (const rating of ratings) expect((await send(collector, aResponse({ region, rating }))).status).toBe(201);
  }
  await closeQuarter(collector);
  return collector;
}

test('a representative adds late paper forms to a closed quarter, and both versions stay readable', async () => {
  await using collector = await aClosedQuarter();
  const { db } = collector;
  const representative = await aPerson(collector, 'representative');
  const before = await collector.figures('2026-07');
  await startRestating(representative, 'late paper');
  await addTo(representative, 'forms', paperForm(2, { date: '2026-09-03', comment: 'I had to wait.' }));
  await addTo(representative, 'forms', paperForm(3));
  expect(await collector.figures('2026-07')).toEqual(before);
  expect(await count(db, 'response')).toBe(5);

  const { body } = await representative.get(restatingPath());
  const shown = text(body);
  expect(shown).toContain('Form dated September 3, 2026 Central Region 2 2 2 2 2 2');
  expect(shown).toMatch(/Central Region Before 4\.00 n 18 3 0 Met .*After 3\.40 n 30 5 0 ▼ Missed/);
  expect(shown).toMatch(/After 3\.40 .*Opens a plan/);
  expect(shown).toMatch(/Child Welfare Services Before 4\.40 n 30 5 0 Met .*After 3\.85 n 42 7 0 ▼ Missed/);
  expect(shown).not.toContain('East Region Before');

  const made = await representative.post(`${restatingPath()}/making`, shownOn(body));
  expect([made.status, made.headers.get('location')]).toEqual([303, `${versionsPath()}?notice=made`]);
  const after = await collector.figures('2026-07');
  expect(after.quarter).toMatchObject({ status: 'closed', version: 2 });
  expect(after.total).toMatchObject({ responses: 7, n: 42, average: '3.85' });
  expect(
    await rows(
      collector,
      'SELECT paper_date, month, quarter, batch_id, channel, comment FROM response WHERE paper_date IS NOT NULL ORDER BY paper_date',
    ),
  ).toEqual([
    { paper_date: '2026-08-03', month: '2026-08', quarter: '2026-07', batch_id: null, channel: 'paper', comment: null },
    {
      paper_date: '2026-09-03',
      month: '2026-09',
      quarter: '2026-07',
      batch_id: null,
      channel: 'paper',
      comment: 'I had to wait.',
    },
  ]);
  expect(await rows(collector, 'SELECT content FROM restatement_change')).toEqual([
    { content: null },
    { content: null },
  ]);
  const [version] = await rows(collector, 'SELECT version, class, reason, sha256, id FROM snapshot WHERE version = 2');
  expect(version).toMatchObject({ class: 'late paper', reason: 'A reason for late paper.' });
  expect(await rows(collector, 'SELECT made_version FROM restatement')).toEqual([{ made_version: version!['id'] }]);
  const audit = await rows(
    collector,
    "SELECT action, subject, detail FROM audit_event WHERE action LIKE '%restate%' ORDER BY id",
  );
  expect(audit.map(({ action }) => action)).toEqual(['restatement started', 'quarter restated']);
  expect(JSON.parse(String(audit[1]!['detail']))).toEqual({
    version: 2,
    class: 'late paper',
    reason: 'A reason for late paper.',
    changes: 2,
  });
  expect(await count(db, "audit_event WHERE action = 'late paper form counted'")).toBe(2);
  expect(await collector.heart('verify')).toMatchObject({ code: 0 });

  const quarter = (await representative.get('/console/departments/cws/quarters/2026-07')).body;
  expect(quarter).toContain('All 2 versions');
  const closing = text((await representative.get('/console/departments/cws/quarters/2026-07/closing')).body);
  expect(closing).toContain('It was closed on the command line on October 1, 2026');
  const list = text((await representative.get(versionsPath())).body);
  expect(list).toMatch(
    /Version 2 Late paper forms A reason for late paper\. by .* 3\.85 \(n 42, 7 responses\) before: 4\.40 \(n 30, 5 responses\); \+2 responses/,
  );
  expect(list).toMatch(/Version 1 Quarter closed – on the command line/);
  expect(list).toContain(String(version!['sha256']));
  const first = text((await representative.get(`${versionsPath()}/1`)).body);
  expect(first).toContain('A later version replaced these figures.');
  expect(first).toContain('Central Region 4.00 n 18 3 0 Met');
  const second = (await representative.get(`${versionsPath()}/2`)).body;
  expect(text(second)).toContain('Central Region 3.40 n 30 5 0 ▼ Missed');
  expect(second).toContain('<b aria-hidden="true">▼</b> Missed');
  for (const version of ['0', '3', 'x']) {
    expect((await representative.get(`${versionsPath()}/${version}`)).status).toBe(404);
  }
});

test('rejects a form of another quarter, or without a region or a rating, and keeps what was typed', async () => {
  await using collector = await aClosedQuarter();
  const representative = await aPerson(collector, 'representative');
  await startRestating(representative, 'late paper');
  const wrong: [given: Record<string, string>, message: string][] = [
    [
      { date: '2026-06-30' },
      'June 30, 2026 is not in FY 2026-27 Q1 (Jul–Sep 2026), the quarter that you are restating.',
    ],
    [{ date: '2026-10-01' }, 'October 1, 2026 is not in'],
    [{ date: '2027-03-01' }, 'is in the future'],
    [{ date: '' }, 'Enter the date that is written on the form.'],
    [{ region: '' }, 'Choose a region.'],
    [{ region: 'nowhere' }, 'Choose a region.'],
    [{ helpfulness: '6' }, 'Helpfulness: Enter a number from 1 to 5'],
    [{ id: 'x' }, 'This form is out of date. Reload the page.'],
  ];
  for (const [given, message] of wrong) {
    const answer = await representative.post(
      `${restatingPath()}/forms`,
      paperForm(4, { comment: 'Kept words', ...given }),
    );
    expect(answer.status, message).toBe(400);
    expect(text(answer.body)).toContain(message);
    expect(answer.body).toContain('Kept words');
  }
  expect(await count(collector.db, 'restatement_change')).toBe(0);
});

test('a form that is sent twice is added once, and a removed one does not count', async () => {
  await using collector = await aClosedQuarter();
  const representative = await aPerson(collector, 'representative');
  await startRestating(representative, 'late paper');
  const form = paperForm(2);
  await addTo(representative, 'forms', form);
  const again = await representative.post(`${restatingPath()}/forms`, form);
  expect(again.headers.get('location')).toContain('notice=known');
  await addTo(representative, 'forms', paperForm(5));
  expect((await representative.post(`${restatingPath()}/removal`, { change: form.id })).status).toBe(303);
  expect((await makeIt(representative)).status).toBe(303);
  expect((await collector.figures('2026-07')).total).toMatchObject({ responses: 6, average: '4.50' });
});

test('tells staff who enter a form of a closed quarter what to do', async () => {
  await using collector = await aClosedQuarter();
  const ambassador = await aPerson(collector, 'ambassador');
  const { headers } = await ambassador.post('/console/departments/cws/paper', { region: 'central' });
  const { body, status } = await ambassador.post(headers.get('location')!, paperForm(4));
  expect(status).toBe(400);
  expect(text(body)).toContain('Ask your department’s representative to restate it.');
});
