import { writeFile } from 'node:fs/promises';
import { items } from '@heart-survey/shared/items';
import { enForm } from '@heart-survey/shared/languages/en';
import type { Scores } from '@heart-survey/shared/scores';
import { expect, test } from 'vitest';
import { aCollector, aResponse, count, send, type TestCollector } from '../../test/collector.ts';
import { row } from '../../test/console-page.ts';
import { readCsv } from '../../test/csv.ts';
import { aFolder } from '../../test/folder.ts';
import { requires } from '../../test/requires.ts';
import { insertRows } from '../../test/rows.ts';
import { asOpened, hasSpreadsheet } from '../../test/spreadsheet.ts';
import { aPerson, type Staff } from '../../test/staff.ts';
import { answerOf } from '../../test/wire.ts';
import { readSheet } from '../../test/xlsx.ts';
import { statement } from '../database/statement.ts';

const afterClosing = Date.UTC(2026, 9, 20, 19);
const quarter = '/console/departments/cws/quarters/2026-07';
const api = '/api/v1/departments/cws/quarters/2026-07';

type NamedScores = Scores & { region: string; name: string };

const ask = (collector: TestCollector, path: string, token: string) =>
  fetch(collector.url + path, { headers: { Authorization: `Bearer ${token}` } });
/** The token that the page shows once. */
const shown = (html: string) => /heart_[\w-]{43}/.exec(html)![0];

/** Checks a region's figures on the pages: its row in the overview and the rows of its own page. */
async function expectOnPages(reader: Staff, { region, name, ...scores }: NamedScores) {
  const glance = row((await reader.get(quarter)).body, name);
  expect(glance[0]).toContain(`${scores.responses.toLocaleString('en-US')} response`);
  const shown = [{ ...scores, mean: scores.average }, ...items.map((item) => scores.items[item])];
  expect(
    glance.slice(1, 8).map((cell) => [/^(\d\.\d\d|–)/.exec(cell)?.[1], /n ([\d,]+)/.exec(cell)?.[1]]),
    name,
  ).toEqual(shown.map(({ mean, n }) => [mean ?? '–', n.toLocaleString('en-US')]));
  if (scores.interval) expect(glance[1]).toContain(`${scores.interval.low} to ${scores.interval.high}`);
  if (region === 'total' || scores.n === 0) return;
  const { body } = await reader.get(`${quarter}/regions/${region}`);
  const [statements, spread] = [/The six statements.*?<\/table>/s, /Distribution of ratings".*?<\/table>/s].map(
    (part) => part.exec(body)![0],
  );
  for (const item of items) {
    const { mean, n, distribution, topTwo } = scores.items[item];
    const word = enForm.items[item].word;
    expect(row(statements!, word)[1], `${name} ${item}`).toContain(mean!);
    const counts = [...distribution, n].map((count) => count.toLocaleString('en-US'));
    expect(row(spread!, word).slice(1, 7), `${name} ${item}`).toEqual(counts);
    expect(row(spread!, word)[7]).toContain(`${topTwo.toLocaleString('en-US')} of ${n.toLocaleString('en-US')}`);
  }
}

/** Checks every column of a region's line in the CSV and its row in the workbook. */
function expectInFiles(line: Record<string, string>, cells: (string | number | null)[], scores: NamedScores) {
  const { region, name, responses, sum, n, average, interval, status } = scores;
  const each = items.map((item) => scores.items[item]);
  expect(Object.values(line)).toEqual([
    'cws',
    '2026-07',
    region,
    String(responses),
    String(sum),
    String(n),
    average ?? '',
    status,
    ...each.flatMap(({ sum, n, mean }) => [String(sum), String(n), mean ?? '']),
  ]);
  const number = (text: string | null | undefined) => (text ? Number(text) : null);
  const words = { met: 'met', below: 'below target', none: 'no ratings' };
  expect(cells).toEqual([
    name,
    responses,
    sum,
    n,
    number(average),
    number(interval?.low),
    number(interval?.high),
    words[status],
    ...each.flatMap(({ sum, n, mean }) => [sum, n, number(mean)]),
  ]);
}

test('page, JSON, CSV and XLSX agree to the last digit over 50,000 responses, for open and closed quarters', async () => {
  await using collector = await aCollector();
  for (const [index, region] of ['central', 'east', 'south', 'adoptions'].entries())
    await insertRows(collector.db, { responses: 12_500, region, rating: `1 + (n * ${index + 3} + n / 7) % 5` });
  for (const status of ['open', 'closed']) {
    if (status === 'closed') {
      collector.clock.now = afterClosing;
      expect((await collector.heart('close-quarter', '--quarter', '2026-07')).code).toBe(0);
    }
    const representative = await aPerson(collector, 'representative', 'cws');
    const figures = await collector.figures('2026-07');
    expect(figures.quarter.status).toBe(status);
    expect(JSON.parse((await representative.get(api)).body)).toEqual(figures);
    const csv = await representative.get(`${quarter}/averages.csv`);
    expect(csv.body).toBe((await representative.get(`${api}.csv`)).body);
    const sheet = await readSheet(collector.url + `${quarter}/averages.xlsx`, representative.cookie);
    const { lines } = readCsv(csv.body);
    const all = [...figures.regions, { ...figures.total, region: 'total', name: 'All regions' }];
    expect(lines).toHaveLength(all.length);
    for (const [index, scores] of all.entries()) {
      await expectOnPages(representative, scores);
      expectInFiles(lines[index]!, sheet.rows[index + 1]!, scores);
    }
    expect(sheet.formulas).toBe(0);
    expect(sheet.frozen).toEqual({ rows: 1, columns: 1 });
    expect(sheet.formats).toContain('0.00');
  }
});

test('the workbook has its creation time as a date, and its target and version as numbers', async () => {
  await using collector = await aCollector();
  await insertRows(collector.db, { responses: 3 });
  collector.clock.now = afterClosing;
  expect((await collector.heart('close-quarter', '--quarter', '2026-07')).code).toBe(0);
  const ambassador = await aPerson(collector, 'ambassador');
  const { rows } = await readSheet(`${collector.url}${quarter}/averages.xlsx`, ambassador.cookie, 2);
  const about = new Map(rows.map(([what, value]) => [what, value]));
  expect([about.get('Target'), about.get('Version')]).toEqual([4, 1]);
  // A spreadsheet counts days; January 1, 1970 is day 25,569.
  expect(about.get('Created (UTC)')).toBeCloseTo(25_569 + afterClosing / 86_400_000, 4);
  const summerTime = 7 / 24;
  expect(about.get('Created (America/Los_Angeles)')).toBeCloseTo(25_569 + afterClosing / 86_400_000 - summerTime, 4);
});

test('page and file show the same day and time, late in the evening', async () => {
  await using collector = await aCollector();
  // 11:59 p.m. on September 1 in California, when it is already September 2 in UTC.
  collector.clock.now = Date.UTC(2026, 8, 2, 6, 59);
  expect((await send(collector, aResponse({ comment: 'Late, but kind' }))).status).toBe(201);
  const ambassador = await aPerson(collector, 'ambassador');
  const administrator = await aPerson(collector, 'administrator');
  const page = (await ambassador.get('/console/departments/cws/comments')).body;
  expect(page).toContain('September 1, 2026');
  expect(page).not.toContain('September 2, 2026');
  const [response] = readCsv((await ambassador.get(`${quarter}/responses.csv`)).body).lines;
  expect(response).toMatchObject({
    received_at: '2026-09-02T06:59:00.000Z',
    'received (America/Los_Angeles)': '2026-09-01 23:59:00',
  });
  expect((await administrator.get('/console/audit')).body).toContain('September 1, 2026, 11:59 p.m.');
  const [latest] = readCsv((await administrator.get('/console/audit.csv')).body).lines;
  expect(latest).toMatchObject({ at: '2026-09-02T06:59:00.000Z', 'at (America/Los_Angeles)': '2026-09-01 23:59:00' });
});

test('records every download in the audit log before sending the file', async () => {
  await using collector = await aCollector();
  const ambassador = await aPerson(collector, 'ambassador', 'cws');
  for (const file of ['averages.csv', 'responses.csv'])
    expect((await ambassador.get(`${quarter}/${file}`)).status).toBe(200);
  await readSheet(`${collector.url}${quarter}/averages.xlsx`, ambassador.cookie);
  for (const file of ['.csv', '/responses.csv']) expect((await ambassador.get(api + file)).status).toBe(200);
  // A request for the headers alone downloads nothing.
  for (const file of [`${quarter}/averages.csv`, `${quarter}/responses.csv`, `${api}.csv`, `${api}/responses.csv`]) {
    const headers = { cookie: ambassador.cookie };
    expect((await fetch(collector.url + file, { method: 'HEAD', headers })).status).toBe(200);
  }
  expect(await count(collector.db, "audit_event WHERE action = 'averages exported' AND department_id = 1")).toBe(3);
  expect(await count(collector.db, "audit_event WHERE action = 'responses exported' AND subject = '2026-07'")).toBe(2);
});

test('the audit log shows where a file was downloaded, its format, and whose token was used', async () => {
  await using collector = await aCollector();
  const ambassador = await aPerson(collector, 'ambassador');
  const { body } = await ambassador.post('/console/tokens', { name: 'Report', scope: 'responses', department: 'cws' });
  const { out: commandLine } = await collector.heart('token', 'create', '--name', 'DHRO');
  await ask(collector, `${api}.csv`, shown(body));
  await ask(collector, `${api}.xlsx`, commandLine);
  await ambassador.get(`${api}/responses.csv`);
  await ambassador.get(`${quarter}/averages.csv`);
  await ambassador.get(`${quarter}/responses.csv`);
  expect((await collector.heart('export', '--quarter', '2026-07')).code).toBe(0);
  expect((await collector.heart('export', '--quarter', '2026-07', '--rows')).code).toBe(0);
  const { rows } = await collector.db.$client.execute(
    "SELECT action, subject, person_id IS NOT NULL AS known, department_id, detail FROM audit_event WHERE action LIKE '%exported' ORDER BY id",
  );
  for (const { subject, department_id } of rows) expect([subject, department_id]).toEqual(['2026-07', 1]);
  expect(rows.map(({ action, known, detail }) => [action, known, JSON.parse(String(detail))])).toEqual([
    ['averages exported', 1, { type: 'csv', by: 'API', token: 1, name: 'Report' }],
    ['averages exported', 0, { type: 'xlsx', by: 'API', token: 2, name: 'DHRO', made: 'at the command line' }],
    ['responses exported', 1, { type: 'csv', by: 'API' }],
    ['averages exported', 1, { type: 'csv', by: 'console' }],
    ['responses exported', 1, { type: 'csv', by: 'console' }],
    ['averages exported', 0, { type: 'csv', by: 'heart export' }],
    ['responses exported', 0, { type: 'csv', by: 'heart export' }],
  ]);
});

test('masks the same text in every downloaded file as on the pages, and marks it', async () => {
  await using collector = await aCollector();
  await send(collector, aResponse({ comment: 'Call 619-555-0142, thank you' }));
  await send(collector, aResponse({ comment: 'Kind people' }));
  const ambassador = await aPerson(collector, 'ambassador');
  const token = (await collector.heart('token', 'create')).out.trim();
  const files = [
    (await ambassador.get(`${quarter}/responses.csv`)).body,
    (await answerOf(await ask(collector, `${api}/responses.csv`, token))).body,
    // Reading the terminal output strips the byte order mark.
    `\uFEFF${(await collector.heart('export', '--quarter', '2026-07', '--rows')).out}`,
  ];
  for (const file of files) {
    const { lines } = readCsv(file);
    expect(lines.map(({ comment, comment_masked }) => [comment, comment_masked])).toEqual([
      ['Call ▇▇▇, thank you', 'yes'],
      ['Kind people', ''],
    ]);
  }
});

test('a hidden comment stays in the console, and a formula in a name does not run', async () => {
  await using collector = await aCollector();
  const response = aResponse({ comment: 'Names a client' });
  await send(collector, response);
  await send(collector, aResponse({ comment: '=1+1' }));
  const ambassador = await aPerson(collector, 'ambassador', 'cws');
  await collector.db.$client.execute(
    statement(
      `INSERT INTO comment_mark (response_id, kind, reason, marked_at, marked_by)
      SELECT ?, 'hidden', 'names a client', 1, id FROM person LIMIT 1`,
      [response.id],
    ),
  );
  await collector.db.$client.execute(
    "UPDATE region SET name = '=HYPERLINK(1)', slug = '-central' WHERE slug = 'central'",
  );
  const { lines } = readCsv((await ambassador.get(`${quarter}/responses.csv`)).body);
  expect(lines.map(({ comment, comment_hidden, region }) => [comment, comment_hidden, region])).toEqual([
    ['', 'yes', "'-central"],
    ["'=1+1", '', "'-central"],
  ]);
  const sheet = await readSheet(collector.url + `${quarter}/averages.xlsx`, ambassador.cookie);
  expect(sheet.rows.flat()).toContain('=HYPERLINK(1)');
  expect(sheet.formulas).toBe(0);
});

test.skipIf(!hasSpreadsheet)(
  'a real spreadsheet computes nothing in the averages, whatever the name of a region',
  requires('LibreOffice'),
  async () => {
    await using collector = await aCollector();
    await using folder = await aFolder();
    const ambassador = await aPerson(collector, 'ambassador');
    const names = ['=1+1', ' +1+1', '\u00A0-1+1', '@SUM(1)', '\t=1+1', 'Harbor\n=1+1'];
    // The CSV contains the region's slug, the workbook its name.
    for (const name of names)
      await collector.db.$client.execute(
        statement('INSERT INTO region (department_id, slug, name) VALUES (1, ?, ?)', [name, name]),
      );
    for (const type of ['csv', 'xlsx']) {
      const answer = await ambassador.open(`${quarter}/averages.${type}`);
      await writeFile(folder.file(`averages.${type}`), new Uint8Array(await answer.arrayBuffer()));
      const sheet = await asOpened(folder, `averages.${type}`);
      expect([sheet.includes('1+1'), sheet.includes('table:formula')], type).toEqual([true, false]);
    }
  },
);

test('executives can download closed averages with small groups withheld, and no responses', async () => {
  await using collector = await aCollector();
  for (const [region, n] of [
    ['central', 20],
    ['east', 12],
    ['south', 3],
  ] as const)
    await insertRows(collector.db, { responses: n, region });
  const executive = await aPerson(collector, 'executive');
  expect((await executive.get(api)).status).toBe(404);
  expect((await executive.get('/console/agency/cws/2026-07/averages.csv')).status).toBe(404);
  collector.clock.now = afterClosing;
  await collector.heart('close-quarter', '--quarter', '2026-07');
  const again = await aPerson(collector, 'executive');
  const figures = JSON.parse((await again.get(api)).body) as {
    regions: { region: string; n: number | null; status: string }[];
  };
  const of = (slug: string) => figures.regions.find(({ region }) => region === slug)!;
  expect(of('central').n).toBe(120);
  expect(of('south')).toMatchObject({ n: null, status: 'suppressed', average: null, plan: null });
  expect(of('east')).toMatchObject({ n: null, status: 'suppressed' });
  const { lines } = readCsv((await again.get('/console/agency/cws/2026-07/averages.csv')).body);
  expect(Object.values(lines.find(({ region }) => region === 'south')!).slice(3)).toEqual([
    '',
    '',
    '',
    '',
    'suppressed',
    ...Array<string>(18).fill(''),
  ]);
  const sheet = await readSheet(`${collector.url}/console/agency/cws/2026-07/averages.xlsx`, again.cookie);
  expect(sheet.rows.find(([name]) => name === 'South Region')!.filter((cell) => cell !== null)).toEqual([
    'South Region',
    'withheld',
  ]);
  expect((await again.get(`${api}/responses.csv`)).status).toBe(404);
  expect((await again.get(`${quarter}/responses.csv`)).status).toBe(404);
});

test('a token reads what its scope allows, as long as its owner may see it', async () => {
  await using collector = await aCollector();
  const ambassador = await aPerson(collector, 'ambassador', 'cws');
  const make = async (scope: string, name = 'Report') =>
    shown((await ambassador.post('/console/tokens', { name, scope, department: 'cws' })).body);
  const [averages, responses] = [await make('averages'), await make('responses')];
  expect((await ask(collector, api, averages)).status).toBe(200);
  expect((await ask(collector, `${api}/responses.csv`, averages)).status).toBe(404);
  expect((await ask(collector, `${api}/responses.csv`, responses)).status).toBe(200);

  const list = await ambassador.get('/console/tokens');
  expect(list.body).not.toContain(averages);
  const stranger = await aPerson(collector, 'ambassador', 'cws');
  const [id] = /tokens\/(\d+)\/revocation/.exec(list.body)!.slice(1);
  expect((await stranger.post(`/console/tokens/${id}/revocation`)).status).toBe(404);
  expect((await ask(collector, `${api}/responses.csv`, responses)).status).toBe(200);
  expect((await ambassador.post(`/console/tokens/${id}/revocation`)).status).toBe(303);
  expect((await ask(collector, api, responses)).status).toBe(401);

  await collector.db.$client.execute('UPDATE role_grant SET ended_at = 1');
  expect((await ask(collector, api, averages)).status).toBe(404);
  await collector.db.$client.execute('UPDATE role_grant SET ended_at = NULL');
  expect((await ask(collector, api, averages)).status).toBe(200);
  await collector.db.$client.execute('UPDATE person SET left_at = 1');
  expect((await ask(collector, api, averages)).status).toBe(401);
});

test('a token expires after a year', async () => {
  await using collector = await aCollector();
  const { out } = await collector.heart('token', 'create', '--name', 'old');
  const read = async () =>
    (
      await fetch(`${collector.url}/api/v1/departments/cws/quarters/2026-07`, {
        headers: { Authorization: `Bearer ${out.trim()}` },
      })
    ).status;
  collector.clock.now += 365 * 24 * 60 * 60 * 1000;
  expect(await read()).toBe(200);
  collector.clock.now += 24 * 60 * 60 * 1000;
  expect(await read()).toBe(401);
});

test('people who cannot download get no tokens, and an invalid form creates none', async () => {
  await using collector = await aCollector();
  const junior = await aPerson(collector, 'junior', 'central');
  expect((await junior.get('/console/tokens')).status).toBe(404);
  expect((await junior.post('/console/tokens', { name: 'x', scope: 'averages' })).status).toBe(404);
  expect((await junior.get(api)).status).toBe(404);
  const ambassador = await aPerson(collector, 'ambassador', 'cws');
  for (const bad of [{ name: '' }, { scope: 'all' }, { department: 'other' }, { name: 'x'.repeat(101) }]) {
    const { status } = await ambassador.post('/console/tokens', {
      name: 'x',
      scope: 'averages',
      department: '',
      ...bad,
    });
    expect(status, JSON.stringify(bad)).toBe(400);
  }
  expect(await count(collector.db, 'token')).toBe(0);
});

test('a reader who hangs up disturbs no one else', async () => {
  await using collector = await aCollector();
  await insertRows(collector.db, { responses: 60_000 });
  const ambassador = await aPerson(collector, 'ambassador', 'cws');
  const hangUp = new AbortController();
  const answer = await fetch(`${collector.url}${quarter}/responses.csv`, {
    headers: { cookie: ambassador.cookie },
    signal: hangUp.signal,
  });
  const reader = answer.body!.getReader();
  await reader.read();
  hangUp.abort();
  await expect(reader.read()).rejects.toThrow('aborted');
  expect((await ambassador.get('/console')).status).toBe(200);
});
