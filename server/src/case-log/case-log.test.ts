import { expect, test } from 'vitest';
import { aCollector, count, type TestCollector } from '../../test/collector.ts';
import { aCase } from '../../test/cases.ts';
import { readCsv } from '../../test/csv.ts';
import { aSeed } from '../../faults/fuzz.ts';
import { loggedTwice } from '../../test/log-lines.ts';
import { statement } from '../database/statement.ts';
import { readSheet } from '../../test/xlsx.ts';
import { aPerson, type Staff } from '../../test/staff.ts';

// The log of cases, as files, pages, and for people who see different cases.

const csv = async (collector: TestCollector, staff: Staff, query = '') => {
  const answer = await staff.get(`/console/cases/log.csv${query}`);
  expect(answer.status).toBe(200);
  return readCsv(answer.body);
};
const day = 24 * 60 * 60 * 1000;

/** Adds events to the history of a case, as the steps of its page do. */
async function happened(
  { db }: TestCollector,
  reference: string,
  events: [kind: string, at: number, detail?: object][],
) {
  for (const [kind, at, detail] of events) {
    await db.$client.execute(
      statement(
        `INSERT INTO case_event (case_id, kind, at, detail) SELECT id, :kind, :at, :detail FROM case_file WHERE reference = :reference`,
        { kind, at, detail: detail ? JSON.stringify(detail) : null, reference },
      ),
    );
  }
}

test('the log says what happened to each case, in the order in which they came in', async () => {
  await using collector = await aCollector();
  const manager = await aPerson(collector, 'manager');
  const start = collector.clock.now;
  const first = await aCase(collector, { text: 'They let me wait =1+1', kind: 'courtesy', channel: 'phone' });
  const second = await aCase(collector, { receivedAt: start + day, kind: 'delivery', channel: 'letter' });
  await happened(collector, first.reference, [
    ['acknowledged', start + 1],
    ['moved', start + 2, { from: 6, to: 5 }],
    ['outcome', start + 3 * day, { outcome: 'not upheld' }],
    ['answered', start + 3 * day],
    ['not satisfied', start + 3 * day, { channel: 'phone' }],
    ['reopened', start + 3 * day],
    ['moved', start + 3 * day, { from: 5, to: 3 }],
    ['outcome', start + 7 * day, { outcome: 'upheld' }],
  ]);
  const { lines, header } = await csv(collector, manager);
  expect(lines.map(({ reference }) => reference)).toEqual([first.reference, second.reference]);
  expect(lines[0]).toMatchObject({
    channel: 'Phone call',
    about: 'Lack of customer service',
    'days to first answer': '3',
    outcome: 'Upheld',
    'changes of desk': '1',
    'promises missed': '0',
    closed: '',
  });
  expect(lines[0], 'not answered again yet').toMatchObject({ 'second answer': '' });
  await happened(collector, first.reference, [['answered', start + 6 * day]]);
  expect((await csv(collector, manager)).lines[0]!['second answer']).not.toBe('');
  expect(header).not.toContain('what happened');

  const withTexts = await csv(collector, manager, '?texts=yes');
  expect(withTexts.lines[0]!['what happened']).toBe('They let me wait =1+1');
  const sheet = await readSheet(`${collector.url}/console/cases/log.xlsx?texts=yes`, manager.cookie);
  expect(sheet.rows.map((row) => row[0])).toEqual(['reference', first.reference, second.reference]);
  expect(sheet.rows[1]![19]).toBe('They let me wait =1+1');
  expect(sheet.rows[1]![12]).toBe(3);
  expect(sheet.frozen).toEqual({ rows: 1, columns: 1 });
  expect(sheet.formulas).toBe(0);

  const page = (await manager.get('/console/cases/log')).body;
  expect(page.indexOf(second.reference), 'on the page, the newest is first').toBeLessThan(
    page.indexOf(first.reference),
  );
  const { rows } = await collector.db.$client.execute("SELECT detail FROM audit_event WHERE action LIKE '%exported'");
  expect(rows.map(({ detail }) => JSON.parse(String(detail)) as object)).toEqual([
    { type: 'csv' },
    { type: 'csv' },
    { type: 'csv', texts: 'yes' },
    { type: 'xlsx', texts: 'yes' },
  ]);
});

test('the filters', async () => {
  await using collector = await aCollector();
  const manager = await aPerson(collector, 'manager');
  const start = collector.clock.now;
  const cases = [
    await aCase(collector, { kind: 'courtesy', channel: 'phone', receivedAt: Date.UTC(2026, 9, 2, 6, 59) }),
    await aCase(collector, { kind: 'delivery', channel: 'phone', receivedAt: Date.UTC(2026, 9, 2, 7) }),
    await aCase(collector, { kind: 'delivery', channel: 'letter', receivedAt: Date.UTC(2026, 9, 4, 6, 59) }),
    await aCase(collector, { kind: 'delivery', channel: 'letter', receivedAt: Date.UTC(2026, 9, 4, 7) }),
  ].map(({ reference }) => reference);
  await happened(collector, cases[1]!, [
    ['outcome', start, { outcome: 'upheld' }],
    ['not satisfied', start, { channel: 'form' }],
  ]);
  await collector.db.$client.execute(statement('UPDATE case_file SET breaches = 2 WHERE reference = ?', [cases[2]!]));
  const found = async (query: string) => {
    const { lines } = await csv(collector, manager, query);
    return lines.map(({ reference }) => cases.indexOf(reference!));
  };
  // In California, a day begins at 07:00 UTC then.
  expect(await found('?from=2026-10-02&to=2026-10-03')).toEqual([1, 2]);
  expect(await found('?to=2026-10-01')).toEqual([0]);
  expect(await found('?from=2026-10-04')).toEqual([3]);
  expect(await found('?kind=delivery&channel=letter')).toEqual([2, 3]);
  expect(await found('?outcome=upheld')).toEqual([1]);
  expect(await found('?only=second')).toEqual([1]);
  expect(await found('?only=missed')).toEqual([2]);
  expect(await found('?department=cws&desk=cws-desk')).toEqual([0, 1, 2, 3]);
  expect(await found('?desk=treasury'), 'a desk that they do not see is no filter').toEqual([0, 1, 2, 3]);
  const wrong = await manager.get('/console/cases/log?from=2026-10-04&to=2026-10-01');
  expect(wrong.status).toBe(400);
  expect(wrong.body).toContain('The last day is before the first one.');
});

test('no file or print has more than what was asked for, if a date is wrong', async () => {
  await using collector = await aCollector();
  const manager = await aPerson(collector, 'manager');
  await aCase(collector);
  for (const query of ['?from=2026-13-01', '?from=2026-08-02&to=2026-08-01']) {
    for (const path of ['.csv', '.xlsx', '/print']) {
      const { status, headers } = await manager.get(`/console/cases/log${path}${query}`);
      expect([status, headers.get('location')], path).toEqual([303, `/console/cases/log${query}`]);
    }
  }
  expect(await count(collector.db, "audit_event WHERE action = 'log of cases exported'")).toBe(0);
});

test('a restricted case is a line without content at its desk, and nothing at all elsewhere', async () => {
  await using collector = await aCollector();
  const manager = await aPerson(collector, 'manager');
  const clerk = await aPerson(collector, 'handler', 'clerk');
  await aCase(collector, { text: 'Nobody spoke to me.' });
  const paths = ['', '.csv', '/print', '.csv?texts=yes', '?kind=privacy'].map((path) => `/console/cases/log${path}`);
  const read = (staff: Staff) =>
    Promise.all(paths.map(async (path) => (await staff.get(path)).body.replaceAll(/nonce="[^"]*"/g, '')));
  const before = await read(manager);
  const leak = await aCase(collector, { kind: 'privacy', text: 'My file was on the counter.', regionId: 1 });
  expect(await read(manager), 'the manager sees no difference').toEqual(before);

  const { lines } = await csv(collector, clerk, '?texts=yes');
  expect(lines).toHaveLength(1);
  const { reference, 'came in (local time)': cameIn, 'time zone': _, about, desk, stage, ...rest } = lines[0]!;
  expect({ reference, about, desk, stage }).toEqual({
    reference: leak.reference,
    about: 'Restricted',
    desk: 'Clerk',
    stage: 'Received',
  });
  expect(cameIn).toMatch(/^\d{4}-\d{2}-\d{2}$/);
  expect(Object.values(rest).filter((cell) => cell !== '')).toEqual([]);
  const printed = (await clerk.get('/console/cases/log/print?texts=yes')).body;
  expect(printed).toContain(leak.reference);
  expect(printed).not.toContain('My file was on the counter.');
  expect(printed).not.toContain('Breach of privacy');
});

test('more cases than a page holds are on the next one, each once', async () => {
  await using collector = await aCollector();
  const manager = await aPerson(collector, 'manager');
  const { db } = collector;
  const { reference } = await aCase(collector);
  // 120 of one moment, since the order must still be certain.
  await db.$client.execute(
    statement(
      `WITH RECURSIVE n (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM n WHERE n < 120)
        INSERT INTO case_file (reference, receipt_hash, department_id, desk_id, sight, kind, channel, language, stage, received_at, opened_at)
        SELECT printf('%04d-AAAA', n), 'hash ' || n, department_id, desk_id, 'desk', kind, channel, language, stage, received_at, opened_at
        FROM n, case_file WHERE reference = ?`,
      [reference],
    ),
  );
  const seen: string[] = [];
  let path: string | undefined = '/console/cases/log';
  while (path !== undefined) {
    const page: string = (await manager.get(path)).body;
    seen.push(
      ...[...page.matchAll(/<th scope="row">\s*<a class="reference" href="\/console\/cases\/([^"]+)"/g)].map(
        ([, found]) => found!,
      ),
    );
    path = /href="(\/console\/cases\/log\?after=[^"]+)"/.exec(page)?.[1];
  }
  expect(seen).toHaveLength(121);
  expect(new Set(seen).size).toBe(121);
});

// `server/simulation/case-log.suite.ts` does the same with 20,000 cases.
test('each line of random cases agrees with their events', async () => {
  await using collector = await aCollector();
  const seed = aSeed();
  const { logged, counted } = await loggedTwice(collector.db, seed, 150);
  expect(logged, `seed ${seed}`).toEqual(counted);
  expect(logged.length).toBeGreaterThan(50);
});
