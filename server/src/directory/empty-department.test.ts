import { expect, test } from 'vitest';
import { aCollector } from '../../test/collector.ts';
import { aPerson, type Staff } from '../../test/staff.ts';

const quarter = '2026-07';
const home = '/console/departments/empty';
const textOf = (html: string) => html.replaceAll(/<[^>]*>/g, ' ').replaceAll(/\s+/g, ' ');

/** The pages of each role for a department without a region. */
const opened: [role: 'administrator' | 'ambassador' | 'representative' | 'executive', paths: string[]][] = [
  ['administrator', ['/console', '/console/directory', '/console/directory/departments/empty', '/console/people']],
  [
    'ambassador',
    [
      ...['/console', '/console/results', '/console/tokens', `${home}/comments`, `${home}/comments?q=x&show=hidden`],
      ...[`${home}/flagged`, `${home}/paper`, `${home}/quarters/${quarter}`],
      ...['averages.csv', 'averages.xlsx', 'responses.csv'].map((file) => `${home}/quarters/${quarter}/${file}`),
    ],
  ],
  ['representative', ['/console', `${home}/flagged`, `${home}/comments`, `${home}/quarters/${quarter}`]],
  ['executive', ['/console', '/console/agency']],
];

async function withEmptyDepartment() {
  const collector = await aCollector();
  await collector.db.$client.execute(
    "INSERT INTO department (slug, name, zone, first_month) VALUES ('empty', 'New Services', 'America/Los_Angeles', 7)",
  );
  return collector;
}

test.each(opened)('a department without a region breaks no page of an %s', async (role, paths) => {
  await using collector = await withEmptyDepartment();
  const person = await aPerson(collector, role, ['ambassador', 'representative'].includes(role) ? 'empty' : undefined);
  for (const path of paths) expect((await person.open(path)).status, path).toBeLessThan(400);
});

test('without a region, the comments, paper and interview pages say who can add the first one', async () => {
  await using collector = await withEmptyDepartment();
  const ambassador = await aPerson(collector, 'ambassador', 'empty');
  const message = async (person: Staff, path: string) => textOf((await person.get(path)).body);
  for (const [page, what] of [
    ['comments', 'comments'],
    ['paper', 'forms'],
    ['interviews', 'interviews'],
  ]) {
    expect(await message(ambassador, `${home}/${page}`)).toContain(
      `New Services has no regions or programs yet, so there are no ${what}. An administrator can add the first one`,
    );
    expect((await ambassador.get(`${home}/${page}`)).body).not.toContain('name="region"');
  }
  expect((await ambassador.post(`${home}/paper`, { region: 'central' })).status).toBe(400);
});
