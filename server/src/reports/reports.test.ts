import { readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { closedWith } from '../../test/closed-quarters.ts';
import { aCollector, count, type TestCollector } from '../../test/collector.ts';
import { aFolder } from '../../test/folder.ts';
import { readPdf } from '../../test/pdf.ts';
import { aPerson, type Staff } from '../../test/staff.ts';

const day = 24 * 60 * 60 * 1000;
const closedAt = Date.UTC(2026, 9, 15, 19);
const inside = '/console/departments/cws/quarters/2026-07/report.pdf';
const outside = '/console/agency/cws/2026-07/report.pdf';

/** A collector with two closed quarters: in the second one, Central Region is below target, and East has four people. */
async function closedCollector(): Promise<TestCollector> {
  const collector = await aCollector();
  const { db } = collector;
  const many = { central: { 4: 30, 5: 30 }, east: { 3: 2, 4: 2 }, south: { 4: 20, 5: 20 }, adoptions: { 5: 3, 4: 4 } };
  await closedWith(db, '2026-04', { regions: many, closedAt: closedAt - 90 * day });
  await closedWith(db, '2026-07', { regions: { ...many, central: { 3: 30, 4: 30 } }, closedAt });
  collector.clock.now = closedAt + 5 * day;
  return collector;
}

async function pdfOf(reader: Staff, path: string) {
  const response = await reader.open(path);
  expect(response.status, path).toBe(200);
  const bytes = new Uint8Array(await response.arrayBuffer());
  return { response, bytes, pdf: readPdf(bytes) };
}

test('shows a closed quarter, with its result first and the averages attached', async () => {
  await using collector = await closedCollector();
  const ambassador = await aPerson(collector, 'ambassador');
  const { response, bytes, pdf } = await pdfOf(ambassador, inside);
  expect(response.headers.get('Content-Type')).toBe('application/pdf');
  expect(response.headers.get('Content-Disposition')).toBe('attachment; filename="cws-2026-07-report.pdf"');
  expect(pdf).toMatchObject({ title: 'Child Welfare Services, July to September 2026', language: 'en' });
  expect(pdf.text).toMatch(
    /Child Welfare Services missed its target of 4\.00 for July to September\s+2026:\s+3\.9\d \(\d+ ratings from\s+111 responses\)\./,
  );
  expect(pdf.bookmarks).toEqual([
    'Trend by quarter',
    'The six statements',
    'Regions and programs',
    'Statements by region',
    'Action plans',
    'Restatements',
    'How this was counted',
    'Signature and hash',
  ]);
  const csv = await ambassador.get('/console/departments/cws/quarters/2026-07/averages.csv');
  expect(pdf.files).toEqual(new Map([['cws-2026-07-averages.csv', csv.body]]));
  const again = await pdfOf(ambassador, inside);
  expect(Buffer.from(again.bytes).equals(Buffer.from(bytes))).toBe(true);
  expect(await count(collector.db, "audit_event WHERE action = 'report exported' AND subject = '2026-07'")).toBe(2);
});

test('withholds small groups in the edition for readers outside the department', async () => {
  await using collector = await closedCollector();
  const executive = await aPerson(collector, 'executive');
  const { pdf } = await pdfOf(executive, outside);
  expect(pdf.text).toContain('withheld');
  const csv = await executive.get('/console/agency/cws/2026-07/averages.csv');
  expect(pdf.files).toEqual(new Map([['cws-2026-07-averages.csv', csv.body]]));
  const { rows } = await collector.db.$client.execute('SELECT sha256 FROM snapshot');
  for (const { sha256 } of rows) {
    expect(pdf.text.replaceAll(' ', ''), 'the hash would let readers try every possible answer').not.toContain(sha256);
  }
  expect((await executive.get(inside)).status).toBe(404);
  const ambassador = await aPerson(collector, 'ambassador');
  const same = await pdfOf(ambassador, `${inside}?edition=outside`);
  expect(same.pdf.text).toBe(pdf.text);
  expect((await ambassador.get(outside)).status).toBe(404);
});

test('the edition for readers outside has no number that is withheld from them', async () => {
  await using collector = await closedCollector();
  const { db } = collector;
  // Figures that occur nowhere else.
  await closedWith(db, '2026-01', {
    regions: {
      central: { 4: 31, 5: 33 },
      east: { 1: 1, 3: 1, 4: 5 },
      south: { 4: 17, 5: 26 },
      adoptions: { 2: 2, 5: 7 },
    },
    closedAt: closedAt - 180 * day,
  });
  const [ambassador, executive] = [await aPerson(collector, 'ambassador'), await aPerson(collector, 'executive')];
  const path = (edition: string) =>
    `/console/departments/cws/quarters/2026-01/report.pdf${edition === 'outside' ? '?edition=outside' : ''}`;
  const own = (await pdfOf(ambassador, path('inside'))).pdf;
  const { pdf } = await pdfOf(executive, '/console/agency/cws/2026-01/report.pdf');
  const numbers = ({ text, files }: typeof pdf) =>
    new Set([
      ...(text.replace(/(\d),(?=\d{3}\b)/g, '$1').match(/\d+(?:\.\d+)?/g) ?? []),
      ...[...files.values()].flatMap((file) => file.split(/[,\s]/)),
    ]);
  const { regions } = await collector.figures('2026-01');
  const small = regions.filter(({ responses }) => responses < 11);
  const withheld = small.flatMap(({ sum, n, average }) => [sum, n, average].map(String));
  expect(withheld).toHaveLength(6);
  expect([...numbers(own)], 'inside').toEqual(expect.arrayContaining(withheld));
  expect(withheld.filter((number) => numbers(pdf).has(number))).toEqual([]);
});

test('has no report for a quarter that is open, and none for people who may not export', async () => {
  await using collector = await closedCollector();
  const ambassador = await aPerson(collector, 'ambassador');
  const open = '/console/departments/cws/quarters/2026-10';
  const answer = await ambassador.get(`${open}/report.pdf`);
  expect([answer.status, answer.headers.get('Location')]).toEqual([303, open]);
  expect((await ambassador.get(open)).body).not.toContain('report.pdf');
  expect((await ambassador.get('/console/departments/cws/quarters/2026-07')).body).toContain(`href="${inside}"`);
  const junior = await aPerson(collector, 'junior');
  expect((await junior.get(inside)).status).toBe(404);
});

test('gives programs the edition for their access, and checks what they ask for', async () => {
  await using collector = await closedCollector();
  const { out: token } = await collector.heart('token', 'create', '--name', 'Reports');
  const path = '/api/v1/departments/cws/quarters/2026-07.pdf';
  const ask = (query: string, headers: Record<string, string>) => fetch(collector.url + path + query, { headers });
  const basic = { Authorization: `Basic ${Buffer.from(`excel:${token}`).toString('base64')}` };
  const read = async (query: string, headers: Record<string, string>) =>
    readPdf(new Uint8Array(await (await ask(query, headers)).arrayBuffer()));
  const [own, spanish, small] = await Promise.all([
    read('', { Authorization: `Bearer ${token}` }),
    read('?lang=es', basic),
    read('?edition=outside', basic),
  ]);
  expect(own.text).toContain('For use inside the department');
  expect(spanish).toMatchObject({ title: 'Child Welfare Services, julio a septiembre de 2026', language: 'es' });
  expect(spanish.text).toContain('Esta traducción es un borrador.');
  expect(small.text).toContain('For readers outside the department');
  const { cookie } = await aPerson(collector, 'executive');
  expect((await read('', { cookie })).text).toBe(small.text);
  expect((await ask('', {})).status).toBe(401);
  expect((await ask('?lang=fr', basic)).status).toBe(400);
  expect((await ask('?edition=inside', basic)).status).toBe(400);
  const open = await fetch(`${collector.url}/api/v1/departments/cws/quarters/2026-10.pdf`, { headers: basic });
  expect([open.status, await open.json()]).toMatchObject([404, { title: 'Unknown quarter, or it is not closed.' }]);
});

test('writes a report from the command line', async () => {
  await using collector = await closedCollector();
  await using folder = await aFolder();
  const file = folder.file('report.pdf');
  const run = (...args: string[]) => collector.heart('report', 'cws', ...args);
  expect(await run('2026-07', '--out', file, '--language', 'es', '--edition', 'outside')).toMatchObject({ code: 0 });
  const pdf = readPdf(await readFile(file));
  expect(pdf).toMatchObject({ language: 'es' });
  expect(pdf.text).toContain('no se muestra');
  expect(await run('2026-10', '--out', file)).toMatchObject({
    code: 1,
    err: expect.stringContaining('not closed yet'),
  });
  expect(await run('2026-07')).toMatchObject({ code: 1, err: 'Name the file to write with --out.' });
  expect(await run('2026-07', '--out', file, '--language', 'fr')).toMatchObject({ code: 1 });
});
