import { readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { closedWith } from '../../test/closed-quarters.ts';
import { aCollector, count } from '../../test/collector.ts';
import { aFolder } from '../../test/folder.ts';
import { readPdf } from '../../test/pdf.ts';
import { aPerson } from '../../test/staff.ts';
import { submitted } from '../../test/submissions.ts';

const closedAt = Date.UTC(2026, 9, 15, 19);
const day = 24 * 60 * 60 * 1000;

test('shows each department’s quarter with its signed file, and without small groups', async () => {
  await using collector = await aCollector();
  const regions = { central: { 3: 30, 4: 30 }, east: { 1: 1, 4: 3 }, south: { 4: 20, 5: 20 } };
  await closedWith(collector.db, '2026-07', { regions, closedAt });
  collector.clock.now = closedAt + day;
  await submitted(collector, '2026-07');
  const executive = await aPerson(collector, 'executive');
  const response = await executive.open('/console/agency/report.pdf');
  expect(response.status).toBe(200);
  const bytes = Buffer.from(await response.arrayBuffer());
  const pdf = readPdf(bytes);
  const text = pdf.text.replaceAll(/\s+/g, ' ');
  expect(text).toContain('Action plans Child Welfare Services Jul–Sep 2026 3.87 4.00 below target');
  expect(text).toContain('east – – withheld');
  expect(pdf.bookmarks).toEqual([
    'Departments',
    'Child Welfare Services, July to September 2026',
    'The six statements',
    'Regions and programs',
    'Statements by region',
    'Action plans',
    'Restatements',
    'Signature and hash',
  ]);
  expect([...pdf.files.keys()]).toEqual(['cws-2026-07-averages.csv', 'cws-2026-07-submission.json']);
  const signed = await executive.get('/api/v1/departments/cws/quarters/2026-07/submission');
  const file = JSON.parse(pdf.files.get('cws-2026-07-submission.json')!) as object;
  expect(JSON.parse(signed.body)).toMatchObject({ submission: { file } });
  expect((await executive.get('/console/agency')).body).toContain('href="/console/agency/report.pdf"');

  await using folder = await aFolder();
  const written = folder.file('agency.pdf');
  expect(await collector.heart('agency-report', '--out', written)).toMatchObject({ code: 0 });
  expect((await readFile(written)).equals(bytes)).toBe(true);
  expect(await count(collector.db, "audit_event WHERE action = 'agency report exported' AND subject = '2026-07'")).toBe(
    2,
  );
  expect(await collector.heart('agency-report')).toMatchObject({ code: 1, err: 'Name the file to write with --out.' });
});

test('without a closed quarter, says so and has no date', async () => {
  await using collector = await aCollector();
  const executive = await aPerson(collector, 'executive');
  const bytes = Buffer.from(await (await executive.open('/console/agency/report.pdf')).arrayBuffer());
  expect(readPdf(bytes).text).toContain('No department has a closed quarter with figures that can be shown.');
  expect(bytes.includes('CreationDate')).toBe(false);
});
