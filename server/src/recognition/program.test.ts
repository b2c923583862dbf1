import { expect, test } from 'vitest';
import { aCollector, type TestCollector } from '../../test/collector.ts';
import { row, text } from '../../test/console-page.ts';
import { aComment, anEmployee, aThankYou } from '../../test/praise.ts';
import { aPerson, type Staff } from '../../test/staff.ts';

const path = '/console/departments/cws/recognition/program';

/** The part of the page about that quarter. */
function quarterOn(body: string, title: string): string {
  const part = body.split('<h2>').find((part) => part.startsWith(title));
  expect(part, title).toBeDefined();
  return part!;
}

/** The cells of the region's row in the current quarter. */
async function current(person: Staff, region = 'Central Region'): Promise<string[]> {
  const { status, body } = await person.get(path);
  expect(status).toBe(200);
  return row(quarterOn(body, 'July to September 2026'), region);
}

const mark = ({ db }: TestCollector, id: string, kind = 'hidden') =>
  db.$client.execute(`INSERT INTO comment_mark (response_id, kind, reason, marked_at, marked_by)
    SELECT '${id}', '${kind}', 'A reason', 1, id FROM person LIMIT 1`);

test('counts praise and thank-yous by region and quarter, with both numbers and a share that is cut', async () => {
  await using collector = await aCollector();
  const { db } = collector;
  await anEmployee(db, { name: 'Quirina Zandt' });
  const ambassador = await aPerson(collector, 'ambassador');
  const ids: string[] = [];
  for (const overall of [5, 4, 5, 4] as const) ids.push(await aComment(db, { overall }));
  // Rated low or not at all: praise only if it names an employee.
  ids.push(await aComment(db, { overall: 3, comment: 'Slow, but Zandt was kind.' }));
  ids.push(await aComment(db, { overall: null, respect: 5, comment: 'QUIRINA!' }));
  await aComment(db, { overall: 3, comment: 'The zandts are fish' });
  await aComment(db, { overall: null, respect: 5, comment: 'Nice.' });
  for (const [index, days] of [2, 9, 3, 400].entries()) await aThankYou(db, { to: ids[index]!, days });
  expect(await current(ambassador)).toEqual(['Central Region', '4 of 6 (66%)', '6 days, 4 thank-yous']);
  expect(await current(ambassador, 'East Region')).toEqual(['East Region', 'no praise', 'none yet']);

  const earlier = await aComment(db, { quarter: '2025-10', region: 'east' });
  await aThankYou(db, { to: earlier, days: 1 });
  const { body } = await ambassador.get(path);
  const titles = [...body.matchAll(/<h2>([^<]*)/g)].map(([, title]) => title!.trim());
  expect(titles).toEqual([
    'July to September 2026',
    'April to June 2026',
    'January to March 2026',
    'October to December 2025',
  ]);
  expect(row(quarterOn(body, 'October to December 2025'), 'East Region')).toEqual([
    'East Region',
    '1 of 1 (100%)',
    '1 day, 1 thank-you',
  ]);
  expect(row(quarterOn(body, 'July to September 2026'), 'All regions')).toEqual([
    'All regions',
    '4 of 6 (66%)',
    '6 days, 4 thank-yous',
  ]);
});

test('leaves out comments that are excluded, hidden, sent by the employee, or marked as not a thank-you', async () => {
  await using collector = await aCollector();
  const { db } = collector;
  const ambassador = await aPerson(collector, 'ambassador');
  const ids: string[] = [];
  for (let n = 0; n < 7; n += 1) ids.push(await aComment(db));
  const [thanked, thankedThenHidden, excluded, hidden, own, dismissed, inHand] = ids as [string, ...string[]];
  await aThankYou(db, { to: thanked, days: 5 });
  await aThankYou(db, { to: thankedThenHidden!, days: 1 });
  await mark(collector, thankedThenHidden!);
  await mark(collector, hidden!);
  await db.$client.executeMultiple(`
    UPDATE response SET excluded_at = 1 WHERE id = '${excluded}';
    INSERT INTO response_flag (response_id, kind, region_id, quarter, flagged_at) VALUES ('${own}', 'self', 3, '2026-07', 1),
      ('${thanked}', 'burst', 3, '2026-07', 1);
    INSERT INTO recognition (response_id, region_id, quarter, stage, opened_at)
      VALUES ('${dismissed}', 3, '2026-07', 'dismissed', 1), ('${inHand}', 3, '2026-07', 'open', 1);`);
  // The thank-you that was sent before stays in the days.
  expect(await current(ambassador)).toEqual(['Central Region', '1 of 2 (50%)', '3 days, 2 thank-yous']);
});

test('keeps the median after comments and responses are deleted, and says that the share is not known', async () => {
  await using collector = await aCollector();
  const { db } = collector;
  const ambassador = await aPerson(collector, 'ambassador');
  for (const days of [1, 2]) await aThankYou(db, { to: await aComment(db, { quarter: '2026-01' }), days });
  const shares = async () => {
    const body = quarterOn((await ambassador.get(path)).body, 'January to March 2026');
    return row(body, 'Central Region').slice(1);
  };
  expect(await shares()).toEqual(['2 of 2 (100%)', '1.5 days, 2 thank-yous']);
  await db.$client.execute('UPDATE response SET comment = NULL');
  expect(await shares()).toEqual(['not known: comments deleted', '1.5 days, 2 thank-yous']);
  await db.$client.execute('DELETE FROM response');
  expect(await shares()).toEqual(['not known: comments deleted', '1.5 days, 2 thank-yous']);
  await db.$client.execute('UPDATE department SET comment_months = 3');
  const body = quarterOn((await ambassador.get(path)).body, 'January to March 2026');
  expect(row(body, 'East Region').slice(1)).toEqual(['not known: comments deleted', 'none yet']);
});

test('shows junior ambassadors their own regions only, and no total', async () => {
  await using collector = await aCollector();
  const { db } = collector;
  // The name counts for everyone, so that all readers see the same figures.
  await anEmployee(db, { name: 'Quirina Zandt', region: 'east' });
  await aThankYou(db, { to: await aComment(db, { overall: 2, comment: 'Zandt called back.' }) });
  await aThankYou(db, { to: await aComment(db, { region: 'east' }) });
  const junior = await aPerson(collector, 'junior');
  expect(await current(junior)).toEqual(['Central Region', '1 of 1 (100%)', '1 day, 1 thank-you']);
  const { body } = await junior.get(path);
  expect(body).not.toContain('East Region');
  expect(body).not.toContain('All regions');
  for (const role of ['administrator', 'executive', 'representative'] as const) {
    expect((await (await aPerson(collector, role)).get(path)).status, role).toBe(404);
  }
});

test('counts exactly, also more comments than one statement reads', async () => {
  await using collector = await aCollector();
  const { db } = collector;
  await anEmployee(db, { name: 'Quirina Zandt' });
  await db.$client.execute(`WITH RECURSIVE i (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM i WHERE n < 2345)
    INSERT INTO response (id, region_id, quarter, month, received_at, overall, comment, wording, fingerprint)
      SELECT 'many-' || n, 3, '2026-07', '2026-07', 1, 1 + n % 5, CASE n % 10 WHEN 0 THEN 'Zandt ' ELSE 'Hello ' END || n,
        1, 'inserted' FROM i`);
  await db.$client.execute(`INSERT INTO recognition (response_id, region_id, quarter, stage, opened_at, days)
    SELECT id, 3, '2026-07', 'thanked', 1, 7 FROM response WHERE rowid % 3 = 0`);
  const { rows } = await db.$client.execute(`SELECT count(*) AS praise, sum(rowid % 3 = 0) AS thanked FROM response
    WHERE overall >= 4 OR comment LIKE 'Zandt%' OR rowid % 3 = 0`);
  const [praise, thanked] = [Number(rows[0]!['praise']), Number(rows[0]!['thanked'])];
  expect(praise).toBeGreaterThan(1000);
  const share = Math.floor((100 * thanked) / praise);
  const ambassador = await aPerson(collector, 'ambassador');
  expect(await current(ambassador)).toEqual([
    'Central Region',
    `${thanked} of ${praise.toLocaleString('en-US')} (${share}%)`,
    `7 days, ${thanked} thank-yous`,
  ]);
});

test('names no one, and says so', async () => {
  await using collector = await aCollector();
  const { db } = collector;
  const id = await anEmployee(db, { name: 'Quirina Zandt', email: 'quirina.zandt@example.gov' });
  const comment = 'Zandt and <b>Quirina</b> were great';
  await aThankYou(db, { to: await aComment(db, { comment }), people: [id] });
  const ambassador = await aPerson(collector, 'ambassador');
  const { body } = await ambassador.get(path);
  expect(body).not.toMatch(/zandt|quirina/i);
  expect(text(body)).toContain('These figures are about the program. They never show who was thanked, or how often.');
});
