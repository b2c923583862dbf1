import { readFile } from 'node:fs/promises';
import { items } from '@heart-survey/shared/items';
import { expect, test } from 'vitest';
import { addGroups } from '../../test/groups.ts';
import { aCollector, aResponse, send, type TestCollector } from '../../test/collector.ts';
import { readCsv } from '../../test/csv.ts';
import { aReader } from '../../test/reader.ts';
import { insertRows } from '../../test/rows.ts';

/** The content of the file that `heart export` writes. */
async function exported({ env, heart }: TestCollector, ...options: string[]) {
  const file = `${env['DATABASE_URL']!.slice('file:'.length)}.csv`;
  expect(await heart('export', '--file', file, ...options)).toMatchObject({ code: 0, out: '' });
  return readFile(file, 'utf8');
}

test('the averages file has a line for each region and a total', async () => {
  await using collector = await aCollector();
  const all = [aResponse(), aResponse(), aResponse({ ratings: { overall: 3 } })];
  for (const response of all) expect((await send(collector, response)).status).toBe(201);
  const read = await aReader(collector);
  const { status, headers, body } = await read('2026-07.csv');
  expect(status).toBe(200);
  expect(headers.get('content-type')).toBe('text/csv; charset=utf-8');
  expect(headers.get('content-disposition')).toBe('attachment; filename="cws-2026-07-averages.csv"');
  expect(headers.get('cache-control')).toBe('no-store');
  const lines = body.split('\r\n');
  expect(lines[0]).toBe(
    '\uFEFFdepartment,quarter,region,responses,sum,n,average,status,' +
      'helpfulness_sum,helpfulness_n,helpfulness_mean,expertise_sum,expertise_n,expertise_mean,' +
      'attentiveness_sum,attentiveness_n,attentiveness_mean,respect_sum,respect_n,respect_mean,' +
      'timeliness_sum,timeliness_n,timeliness_mean,overall_sum,overall_n,overall_mean',
  );
  expect(lines[1]).toBe('cws,2026-07,adoptions,0,0,0,,none,0,0,,0,0,,0,0,,0,0,,0,0,,0,0,');
  expect(lines[3]).toBe(
    'cws,2026-07,central,3,51,13,3.92,below,8,2,4.00,8,2,4.00,8,2,4.00,8,2,4.00,8,2,4.00,11,3,3.66',
  );
  expect(lines[9]).toBe(lines[3]!.replace('central', 'total'));
  expect(lines.slice(10)).toEqual(['']);
  expect(await exported(collector)).toBe(body);
});

test('the responses file names the group and the campaign of a response if the department has any', async () => {
  await using collector = await aCollector();
  await addGroups(collector.db, false);
  await send(collector, aResponse({ group: 'client' }));
  await send(collector, aResponse());
  const read = await aReader(collector);
  const { header, lines } = readCsv((await read('2026-07/responses.csv')).body);
  expect(header.slice(-2)).toEqual(['excluded', 'group']);
  expect(lines.map(({ group }) => group)).toEqual(['client', '']);
});

test('the responses file has every response once, and nothing that a spreadsheet would run', async () => {
  await using collector = await aCollector();
  const formulas = ['=1+1', '+1', '-1', '@SUM(A1)', '\t=1+1', '=HYPERLINK("http://x","y")', '＝1+1'];
  for (const comment of formulas) await send(collector, aResponse({ comment, language: 'en', channel: 'embed' }));
  await insertRows(collector.db, { responses: 2600 });
  await insertRows(collector.db, { responses: 5, region: 'south' });
  await insertRows(collector.db, { responses: 7, quarter: '2026-04' });
  const read = await aReader(collector);
  const { status, headers, body } = await read('2026-07/responses.csv');
  expect(status).toBe(200);
  expect(headers.get('content-type')).toBe('text/csv; charset=utf-8');
  expect(headers.get('content-disposition')).toBe('attachment; filename="cws-2026-07-responses.csv"');
  // The file is sent while it is read, so its length is not known in advance.
  expect(headers.get('content-length')).toBeNull();
  const { header, lines } = readCsv(body);
  expect(header).toEqual([
    'id',
    'received_at',
    'received (America/Los_Angeles)',
    'department',
    'region',
    'quarter',
    ...items,
    'comment',
    'language',
    'channel',
    'wording',
    'paper_date',
    'comment_hidden',
    'comment_masked',
    'flags',
    'excluded',
  ]);
  expect(lines.slice(0, formulas.length).map(({ comment }) => comment)).toEqual(
    // A plain number stays a number; a tab may start a new cell.
    formulas.map((text) => (text === '-1' ? text : `'${text.replace('\t', "\t'")}`)),
  );
  expect(lines[0]).toMatchObject({ received_at: '2026-08-17T19:00:00.000Z', department: 'cws', region: 'central' });
  expect(lines[0]).toMatchObject({ 'received (America/Los_Angeles)': '2026-08-17 12:00:00' });
  expect(lines[0]).toMatchObject({ quarter: '2026-07', respect: '4', language: 'en', channel: 'embed', wording: '1' });
  expect(lines.length).toBe(formulas.length + 2605);
  expect(new Set(lines.map(({ id }) => id)).size).toBe(formulas.length + 2605);
  expect(lines.at(-1)).toMatchObject({ id: 'south 2026-07 row-5', comment: 'Comment 5' });
  expect(await exported(collector, '--rows')).toBe(body);
  expect(readCsv((await read('2026-04/responses.csv')).body).lines.length).toBe(7);
  expect(readCsv((await read('2026-01/responses.csv')).body)).toEqual({ header, lines: [] });
});
