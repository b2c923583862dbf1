import * as v from 'valibot';
import { expect, test } from 'vitest';
import { aCollector, type TestCollector } from '../../test/collector.ts';
import { row, text } from '../../test/console-page.ts';
import { readCsv } from '../../test/csv.ts';
import { addGroups, answerAllYear, closeAll, yearQuarters } from '../../test/group-years.ts';
import { publish, withdraw } from '../../test/publishing.ts';
import { addSubmitters, submitted } from '../../test/submissions.ts';
import { groupYearJsonSchema } from './group-files.ts';

const path = '/results/cws';
const file = `${path}/groups/2025-07`;

async function read({ url }: TestCollector, address: string) {
  const answer = await fetch(url + address);
  return { status: answer.status, body: Buffer.from(await answer.arrayBuffer()).toString() };
}

test('the public sees a fiscal year by customer group as long as all of its quarters are published', async () => {
  await using collector = await aCollector();
  await addSubmitters(collector);
  await addGroups(collector);
  await answerAllYear(collector);
  await closeAll(collector);
  const submissions = new Map<string, string>();
  for (const quarter of yearQuarters) submissions.set(quarter, await submitted(collector, quarter));
  for (const quarter of yearQuarters) {
    expect((await read(collector, `${file}.json`)).status).toBe(404);
    expect((await read(collector, path)).body).not.toContain('customer group');
    await publish(collector, { quarter, submission: submissions.get(quarter)! });
  }

  const json = JSON.parse((await read(collector, `${file}.json`)).body) as unknown;
  expect(json).toEqual(v.parse(groupYearJsonSchema, json));
  expect(json).toMatchObject({
    department: 'cws',
    year: '2025-07',
    reason: null,
    groups: [{ group: 'client', responses: 160 }, { status: 'suppressed' }, { status: 'suppressed' }, { group: null }],
    total: { responses: 286 },
  });
  const { lines } = readCsv((await read(collector, `${file}.csv`)).body);
  expect(lines.map((line) => [line['group'], line['responses'], line['average']])).toEqual([
    ['client', '160', '3.50'],
    ['family-member', '', ''],
    ['partner-agency', '', ''],
    ['none given', '72', '4.00'],
    ['total', '286', expect.stringMatching(/^3\.\d\d$/)],
  ]);

  const page = (await read(collector, path)).body;
  expect(text(page)).toContain('July 2025 to June 2026');
  expect(row(page, 'Client')[1]).toMatch(/^3\.50 ▼ below the goal/);
  expect(row(page, 'Family member')[1]).toBe('withheld');
  expect(row(page, 'Gave no group')[2]).toBe('72 n 432');
  const spanish = (await read(collector, `${path}?lang=es`)).body;
  expect(text(spanish)).toContain('Resultados por grupo de clientes');
  expect(row(spanish, 'Cliente')[2]).toBe('160 n 960');
  expect(row(spanish, 'Partner agency')[1]).toBe('no se muestra');

  await withdraw(collector, { quarter: '2026-01', reason: 'An error.' });
  expect((await read(collector, `${file}.csv`)).status).toBe(404);
  expect((await read(collector, path)).body).not.toContain('customer group');
});
