import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { aCollector } from '../../test/collector.ts';
import { routesOf } from '../../test/routes.ts';

// docs/policies/coverage.md says which page carries which paragraph of two policies.

const read = (name: string) => readFileSync(join(import.meta.dirname, '../../../docs/policies', name), 'utf8');
const coverage = read('coverage.md');

/** The rows of the table below that heading, as cells. */
const rowsBelow = (heading: string) =>
  coverage
    .split(`## ${heading}\n`)[1]!
    .split('\n## ')[0]!
    .split('\n')
    .filter((line) => /^\| (?!paragraph|-)/.test(line))
    .map((line) => line.split('|').map((cell) => cell.trim()));

/** What a row is about: the number that it starts with, or the words before the first comma. */
const nameOf = (text: string) => /^\d[\d.]*\d|^\d/.exec(text)?.[0] ?? text.split(',')[0]!;

/**
 * Every paragraph and point of a policy's summary, except what its page starts with: points by their number, paragraphs by the
 * heading, with a number if there are several.
 * @param short what the headings are called in the table. A point without such a name has a number of its own.
 */
function paragraphsOf(policy: string, short: Record<string, string>): string[] {
  return policy.split(/^#+ /m).flatMap((section) => {
    const [heading, ...blocks] = section.split(/\n\n/).map((text) => text.trim());
    const name = nameOf(short[heading!] ?? heading!);
    const points = [...section.matchAll(/^- \*\*([\d.]+)\*\*/gm)].map(([, number]) => number!);
    const prose = blocks.filter((text) => text !== '' && !text.startsWith('- '));
    return [
      ...prose.map((_, index) => (prose.length === 1 ? name : `${name} ${index + 1}`)),
      ...points.map((number) => (Object.hasOwn(short, heading!) ? `${name} ${number}` : number)),
    ];
  });
}

test.each<[policy: string, heading: string, paragraphs: number, short: Record<string, string>]>([
  [
    'nc-dhhs-customer-service.md',
    'North Carolina DHHS',
    27,
    {
      'Goals for promoting customer service excellence': 'Promoting excellence',
      'Goals for assessing customer service and satisfaction': 'Assessing service',
      Implementation: 'Implementation',
      Definitions: 'Definition',
      'Data Collection and Reporting': 'Data Collection and Reporting',
    },
  ],
  ['marion-county-211.md', 'Marion County', 36, {}],
])(
  'every paragraph of %s has a row, with a page or the reason why there is none',
  (policy, heading, paragraphs, short) => {
    const page = read(policy);
    const asked = paragraphsOf(page.slice(page.indexOf('\n## ')), short);
    expect(asked).toHaveLength(paragraphs);
    const rows = rowsBelow(heading);
    expect([...new Set(rows.map((cells) => nameOf(cells[1]!)))].toSorted()).toEqual(asked.toSorted());
    for (const cells of rows) expect(cells[3], cells[1]).toMatch(/`\/[\w/{}-]+`|^No page: \w.+\.|^Not built\. \w.+\./);
  },
);

test('every page that it names is there', async () => {
  await using collector = await aCollector();
  const routes = (await routesOf(collector)).filter(({ method }) => method === 'GET' || method === 'ALL');
  const known = new Set(routes.map(({ path }) => path.replaceAll(/\{[^}]*\}/g, '').replaceAll(/:\w+/g, '*')));
  const named = new Set([...coverage.matchAll(/`(\/[\w/{}-]+)`/g)].map(([, address]) => address!));
  expect(named.size).toBeGreaterThan(25);
  const missing = [...named].filter((address) => !known.has(address.replaceAll(/\{[^}]*\}/g, '*')));
  expect(missing).toEqual([]);
});
