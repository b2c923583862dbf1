import { catalogs } from '@heart-survey/shared/languages/languages';
import { resultsTexts } from '@heart-survey/shared/results/results';
import * as v from 'valibot';
import { expect, test } from 'vitest';
import { aCollector, type TestCollector } from '../../test/collector.ts';
import { row, text } from '../../test/console-page.ts';
import { readCsv } from '../../test/csv.ts';
import { addGroups, answerAllYear, closeAll, yearQuarters } from '../../test/group-years.ts';
import { publish, withdraw } from '../../test/publishing.ts';
import { aPerson } from '../../test/staff.ts';
import { addSubmitters, submitted } from '../../test/submissions.ts';
import { triggers } from '../database/triggers.ts';
import { catalogSchema } from './data-json.ts';
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
  const staff = await aPerson(collector, 'representative');
  const hint = async (quarter: string) =>
    /All four quarters.*?withheld\./.exec(
      text((await staff.get(`/console/departments/cws/quarters/${quarter}/publishing`)).body),
    )?.[0];
  for (const quarter of yearQuarters) {
    expect(await hint(quarter)).toBe(
      quarter === yearQuarters.at(-1)
        ? 'All four quarters of FY 2025-26 are then published, so the department’s page also shows that year by customer group: 2 of 4 groups, counting “No group given” as one. The others are withheld.'
        : undefined,
    );
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
  expect(lines.map((line) => [line['row'], line['group'], line['responses'], line['average']])).toEqual([
    ['group', 'client', '160', '3.50'],
    ['group', 'family-member', '', ''],
    ['group', 'partner-agency', '', ''],
    ['none given', '', '72', '4.00'],
    ['total', '', '286', expect.stringMatching(/^3\.\d\d$/)],
  ]);

  expect(lines.map((line) => [line['interval_low'], line['interval_high'], line['target']]).slice(0, 2)).toEqual([
    [expect.stringMatching(/^3\.[34]\d$/), expect.stringMatching(/^3\.[56]\d$/), '4.00'],
    ['', '', '4.00'],
  ]);

  const described = JSON.parse((await read(collector, `${file}.csv-metadata.json`)).body) as {
    url: string;
    tableSchema: { columns: { name: string }[] };
  };
  expect(described.url).toBe('2025-07.csv');
  expect(described.tableSchema.columns.map(({ name }) => name)).toEqual(Object.keys(lines[0]!));
  const catalog = v.parse(catalogSchema, JSON.parse((await read(collector, '/data.json')).body));
  const year = catalog.dataset.find(({ identifier }) => identifier.endsWith(file));
  expect(year).toMatchObject({
    temporal: '2025-07-01/2026-06-30',
    landingPage: expect.stringMatching(/\/results\/cws$/),
  });
  for (const { downloadURL } of year!.distribution) {
    expect((await read(collector, new URL(downloadURL).pathname)).status).toBe(200);
  }

  const page = (await read(collector, path)).body;
  expect(text(page)).toContain('July 2025 to June 2026');
  expect(row(page, 'Client')[1]).toMatch(/^3\.50 ▼ below the goal/);
  expect(row(page, 'Family member')[1]).toBe('withheld');
  expect(row(page, 'No group given')[2]).toBe('72 n 432');
  const spanish = (await read(collector, `${path}?lang=es`)).body;
  expect(text(spanish)).toContain('Resultados por grupo de clientes');
  expect(row(spanish, 'Cliente')[2]).toBe('160 n 960');
  expect(row(spanish, 'Partner agency')[1]).toBe('no se muestra');

  await withdraw(collector, { quarter: '2026-01', reason: 'An error.' });
  expect((await read(collector, `${file}.csv`)).status).toBe(404);
  expect((await read(collector, path)).body).not.toContain('customer group');
});

/** A published year; before its last quarter is submitted, `meanwhile` happens. */
async function publishedYear(collector: TestCollector, meanwhile: () => Promise<unknown> = () => Promise.resolve()) {
  await addSubmitters(collector);
  await addGroups(collector);
  await answerAllYear(collector);
  await closeAll(collector);
  await meanwhile();
  for (const quarter of yearQuarters) {
    await publish(collector, { quarter, submission: await submitted(collector, quarter) });
  }
}

test('names the reason in every language where a year is withheld because answers were deleted', async () => {
  await using collector = await aCollector({ LANGUAGES: Object.keys(catalogs).join() });
  await publishedYear(collector, () =>
    collector.db.$client.execute("DELETE FROM response WHERE group_id = 1 AND quarter = '2025-07'"),
  );
  for (const catalog of Object.values(catalogs)) {
    const { withheld, why } = resultsTexts(catalog).customerGroups;
    expect(text((await read(collector, `${path}?lang=${catalog.tag}`)).body)).toContain(`${withheld} ${why.deleted}`);
  }
  const catalog = v.parse(catalogSchema, JSON.parse((await read(collector, '/data.json')).body));
  expect(catalog.dataset.some(({ identifier }) => identifier.includes('/groups/'))).toBe(false);
});

test('the figures of a year are read only when what is published changes', async () => {
  await using collector = await aCollector();
  await publishedYear(collector);
  expect(row((await read(collector, path)).body, 'Client')[2]).toBe('160 n 960');
  for (const { name } of triggers.filter(({ name }) => name.startsWith('group_year'))) {
    await collector.db.$client.execute(`DROP TRIGGER ${name}`);
  }
  await collector.db.$client.execute("UPDATE group_year SET figures = '{}'");
  expect(row((await read(collector, path)).body, 'Client')[2]).toBe('160 n 960');
});
