import { writeFile } from 'node:fs/promises';
import { items } from '@heart-survey/shared/items';
import { expect, test } from 'vitest';
import { aCollector, aResponse, count, send, type TestCollector } from '../../test/collector.ts';
import { readCsv } from '../../test/csv.ts';
import { aFolder } from '../../test/folder.ts';
import { insertRows } from '../../test/rows.ts';
import { asOpened, hasSpreadsheet } from '../../test/spreadsheet.ts';
import { aPerson } from '../../test/staff.ts';
import { answerOf } from '../../test/wire.ts';
import { readSheet } from '../../test/xlsx.ts';

const afterClosing = Date.UTC(2026, 9, 20, 19);
const quarter = '/console/departments/cws/quarters/2026-07';
const api = '/api/v1/departments/cws/quarters/2026-07';

const ask = (collector: TestCollector, path: string, token: string) =>
  fetch(collector.url + path, { headers: { Authorization: `Bearer ${token}` } });
/** The token that a page has just shown. */
const shown = (html: string) => /heart_[\w-]{43}/.exec(html)![0];

test('page, JSON, CSV and XLSX agree to the last digit over fifty thousand responses', async () => {
  await using collector = await aCollector();
  for (const [place, region] of ['central', 'east', 'south', 'adoptions'].entries())
    await insertRows(collector.db, { responses: 12_500, region, rating: `1 + (n * ${place + 3} + n / 7) % 5` });
  const representative = await aPerson(collector, 'representative', 'cws');
  const figures = await collector.figures();
  const json = JSON.parse((await representative.get(api)).body) as unknown;
  expect(json).toEqual(figures);
  const csv = await representative.get(`${quarter}/averages.csv`);
  expect(csv.body).toBe((await representative.get(`${api}.csv`)).body);
  const sheet = await readSheet(collector.url + `${quarter}/averages.xlsx`, representative.cookie);
  const { lines } = readCsv(csv.body);
  for (const [place, scores] of [
    ...figures.regions,
    { ...figures.total, region: 'total', name: 'All together' },
  ].entries()) {
    const line = lines[place]!;
    const row = sheet.rows[place + 1]!;
    expect(line).toMatchObject({ region: scores.region, n: String(scores.n), average: scores.average ?? '' });
    expect(row.slice(0, 5)).toEqual([
      scores.name,
      scores.responses,
      scores.sum,
      scores.n,
      Number(scores.average ?? NaN) || null,
    ]);
    for (const [at, item] of items.entries()) {
      expect(line[`${item}_mean`]).toBe(scores.items[item].mean ?? '');
      expect(row.slice(8 + 3 * at, 11 + 3 * at)).toEqual([
        scores.items[item].sum,
        scores.items[item].n,
        scores.items[item].mean === null ? null : Number(scores.items[item].mean),
      ]);
    }
  }
  expect(sheet.formulas).toBe(0);
  expect(sheet.frozen).toEqual({ rows: 1, columns: 1 });
  expect(sheet.formats).toContain('0.00');
});

test('every file that is taken away stands in the audit before it is sent', async () => {
  await using collector = await aCollector();
  const ambassador = await aPerson(collector, 'ambassador', 'cws');
  for (const file of ['averages.csv', 'responses.csv'])
    expect((await ambassador.get(`${quarter}/${file}`)).status).toBe(200);
  await readSheet(`${collector.url}${quarter}/averages.xlsx`, ambassador.cookie);
  for (const file of ['.csv', '/responses.csv']) expect((await ambassador.get(api + file)).status).toBe(200);
  // The headers alone are nothing that is taken away.
  for (const file of [`${quarter}/averages.csv`, `${quarter}/responses.csv`, `${api}.csv`, `${api}/responses.csv`]) {
    const headers = { cookie: ambassador.cookie };
    expect((await fetch(collector.url + file, { method: 'HEAD', headers })).status).toBe(200);
  }
  expect(await count(collector.db, "audit_event WHERE action = 'averages exported' AND department_id = 1")).toBe(3);
  expect(await count(collector.db, "audit_event WHERE action = 'responses exported' AND subject = '2026-07'")).toBe(2);
});

test('what is masked on the pages is masked in the file, by every door, and the file says so', async () => {
  await using collector = await aCollector();
  await send(collector, aResponse({ comment: 'Call 619-555-0142, thank you' }));
  await send(collector, aResponse({ comment: 'Kind people' }));
  const ambassador = await aPerson(collector, 'ambassador');
  const token = (await collector.heart('token', 'create')).out.trim();
  const files = [
    (await ambassador.get(`${quarter}/responses.csv`)).body,
    (await answerOf(await ask(collector, `${api}/responses.csv`, token))).body,
    // The terminal's reader takes the mark away.
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

test('a hidden comment does not leave the console, and a formula in a name does not run', async () => {
  await using collector = await aCollector();
  const response = aResponse({ comment: 'Names a client' });
  await send(collector, response);
  await send(collector, aResponse({ comment: '=1+1' }));
  const ambassador = await aPerson(collector, 'ambassador', 'cws');
  await collector.db.$client.execute({
    sql: `INSERT INTO comment_mark (response_id, kind, reason, marked_at, marked_by)
      SELECT ?, 'hidden', 'names a client', 1, id FROM person LIMIT 1`,
    args: [response.id],
  });
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
  'a real spreadsheet computes nothing in the averages, whatever a region is called',
  async () => {
    await using collector = await aCollector();
    await using folder = await aFolder();
    const ambassador = await aPerson(collector, 'ambassador');
    const names = ['=1+1', ' +1+1', '\u00A0-1+1', '@SUM(1)', '\t=1+1', 'Harbor\n=1+1'];
    // The CSV has the last part of the survey's link, the workbook has the name.
    for (const name of names)
      await collector.db.$client.execute({
        sql: 'INSERT INTO region (department_id, slug, name) VALUES (1, ?, ?)',
        args: [name, name],
      });
    for (const type of ['csv', 'xlsx']) {
      const answer = await ambassador.open(`${quarter}/averages.${type}`);
      await writeFile(folder.file(`averages.${type}`), new Uint8Array(await answer.arrayBuffer()));
      const sheet = await asOpened(folder, `averages.${type}`);
      expect([sheet.includes('1+1'), sheet.includes('table:formula')], type).toEqual([true, false]);
    }
  },
);

test('executives take closed averages away, small groups withheld, and no responses', async () => {
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

test('a token opens what it says, for whoever made it, as long as they may see it', async () => {
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

test('who may take nothing away has no tokens, and a bad form makes none', async () => {
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

test('a reader who hangs up harms nobody', async () => {
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
