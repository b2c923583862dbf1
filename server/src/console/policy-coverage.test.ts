import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { aCollector } from '../../test/collector.ts';
import { routesOf } from '../../test/routes.ts';

// docs/policies/coverage.md says which page carries which paragraph of two policies.

const read = (name: string) => readFileSync(join(import.meta.dirname, '../../../docs/policies', name), 'utf8');
const coverage = read('coverage.md');

/** The first cell of each row below that heading. */
const paragraphsOf = (heading: string) =>
  coverage
    .split(`## ${heading}\n`)[1]!
    .split('\n## ')[0]!
    .split('\n')
    .filter((line) => /^\| (?!paragraph|-)/.test(line))
    .map((line) => line.split('|')[1]!.trim());

/** The numbers of the points below that heading. */
const pointsBelow = (policy: string, heading: string) =>
  [
    ...policy
      .split(`${heading}\n`)[1]!
      .split(/\n#/)[0]!
      .matchAll(/^- \*\*(\d+)\*\*/gm),
  ].map(([, number]) => number);

test('every paragraph of the two policies has a row, with a page or the reason why there is none', () => {
  const dhhs = read('nc-dhhs-customer-service.md');
  const names = {
    'Goals for promoting customer service excellence': 'Promoting excellence, goal',
    'Goals for assessing customer service and satisfaction': 'Assessing service, goal',
    Implementation: 'Implementation',
    Definitions: 'Definition',
    'Data Collection and Reporting': 'Data Collection and Reporting',
  };
  const asked = Object.entries(names).flatMap(([heading, name]) =>
    pointsBelow(dhhs, heading).map((number) => `${name} ${number}`),
  );
  expect(asked).toHaveLength(22);
  const numbered = [...read('marion-county-211.md').matchAll(/^(?:- \*\*|#+ )(\d[\d.]*\d|4)\b/gm)].map(
    ([, number]) => number!,
  );
  expect(numbered).toHaveLength(29);
  const isIn = (rows: string[]) => (name: string) => rows.some((row) => `${row} `.match(/^[^,]*/)![0].startsWith(name));
  const [ours, theirs] = [paragraphsOf('North Carolina DHHS'), paragraphsOf('Marion County')];
  expect(asked.filter((name) => !ours.some((row) => row === name || row.startsWith(`${name},`)))).toEqual([]);
  expect(numbered.filter((number) => !isIn(theirs)(number))).toEqual([]);
  const rows = coverage.split('\n').filter((line) => /^\| (?!paragraph|-)/.test(line));
  for (const row of rows) expect(row).toMatch(/`\/[\w/{}-]+`|No page: |Not built\./);
});

test('every page that it names is there', async () => {
  await using collector = await aCollector();
  const routes = (await routesOf(collector)).filter(({ method }) => method === 'GET' || method === 'ALL');
  const known = new Set(routes.map(({ path }) => path.replaceAll(/\{[^}]*\}/g, '').replaceAll(/:\w+/g, '*')));
  const named = new Set([...coverage.matchAll(/`(\/[\w/{}-]+)`/g)].map(([, address]) => address!));
  expect(named.size).toBeGreaterThan(25);
  const missing = [...named].filter((address) => !known.has(address.replaceAll(/\{[^}]*\}/g, '*')));
  expect(missing).toEqual([]);
});
