import { items } from '@heart-survey/shared/items';
import * as v from 'valibot';
import { expect, test } from 'vitest';
import { aCollector } from '../../test/collector.ts';
import { closedWith } from '../../test/closed-quarters.ts';
import { readCsv } from '../../test/csv.ts';
import { publish } from '../../test/publishing.ts';
import { readPublic } from '../../test/public-reader.ts';
import { catalogSchema } from './data-json.ts';
import type { ElementJson } from './element-json.ts';

const quarters = ['2024-04', '2024-07', '2024-10', '2025-01', '2025-04', '2025-07', '2025-10', '2026-01', '2026-04'];
const path = '/results/cws/2026-04';

/** Nine published quarters. In the last one, a region is too small. */
async function nineQuarters(settings: Record<string, string> = {}) {
  const collector = await aCollector({ BASE_URL: 'https://survey.example.gov', ...settings });
  for (const quarter of quarters) {
    const east = quarter === '2026-04' ? { 5: 4 } : { 5: 20 };
    const regions = { central: { 4: 30, 5: 12 }, south: { 3: 20, 4: 11 }, east };
    await closedWith(collector.db, quarter, { regions, closedAt: collector.clock.now });
    await publish(collector, { quarter });
  }
  const read = async (address: string) => {
    const answer = await fetch(collector.url + address);
    return { headers: answer.headers, body: Buffer.from(await answer.arrayBuffer()).toString() };
  };
  return Object.assign(collector, { read });
}

test('pages, JSON, CSV and the element show the same figures', async () => {
  await using collector = await nineQuarters();
  for (const quarter of quarters) expect(await readPublic(collector, quarter)).toBeDefined();
  const last = await readPublic(collector, '2026-04');
  expect(last!.regions.map(({ status }) => status)).toContain('suppressed');
});

test('the CSV names its description, which has every column in order', async () => {
  await using collector = await nineQuarters();
  const csv = await collector.read(`${path}.csv`);
  expect(csv.headers.get('content-disposition')).toBe('attachment; filename="cws-2026-04-results.csv"');
  expect(csv.headers.get('link')).toBe(`<${path}.csv-metadata.json>; rel="describedby"; type="application/csvm+json"`);
  expect(csv.headers.get('access-control-allow-origin')).toBe('*');
  const { headers, body } = await collector.read(`${path}.csv-metadata.json`);
  expect(headers.get('content-type')).toBe('application/csvm+json');
  interface Column {
    name: string;
    titles: string;
    required: boolean;
    datatype: string | { base: string; format: string };
    'dc:description': string;
  }
  const metadata = JSON.parse(body) as { url: string; 'dc:title': string; tableSchema: { columns: Column[] } };
  expect(new URL(metadata.url, `https://survey.example.gov${path}.csv-metadata.json`).pathname).toBe(`${path}.csv`);
  expect(metadata['dc:title']).toContain('Child Welfare Services');
  expect(body).not.toMatch(/licen[cs]e/i);
  const { columns } = metadata.tableSchema;
  const { header, lines } = readCsv(csv.body);
  expect(columns.map(({ titles }) => titles)).toEqual(header);
  for (const { name, required, datatype, 'dc:description': description } of columns) {
    expect(description.length, name).toBeGreaterThan(20);
    const values = lines.map((line) => line[name]!);
    if (required) expect(values.includes(''), name).toBe(false);
    const form = typeof datatype === 'string' ? datatype : datatype.format;
    const allowed =
      { nonNegativeInteger: /^\d+$/, string: /./, '0.00': /^\d\.\d\d$/ }[form] ?? new RegExp(`^(?:${form})$`);
    for (const value of values.filter((value) => value !== '')) expect(value, name).toMatch(allowed);
  }
  expect(columns).toHaveLength(8 + 3 * items.length);
});

test('the catalog has every published quarter, with addresses that work', async () => {
  await using collector = await nineQuarters();
  await collector.db.$client.batch(
    [
      "INSERT INTO setting (name, value) VALUES ('agency', 'Example County')",
      "INSERT INTO setting (name, value) VALUES ('email', 'data@example.gov')",
    ],
    'write',
  );
  const parsed = JSON.parse((await collector.read('/data.json')).body) as unknown;
  const catalog = v.parse(catalogSchema, parsed);
  expect(parsed).toEqual(catalog);
  expect(catalog.dataset.map(({ temporal }) => temporal).slice(-2)).toEqual([
    '2026-01-01/2026-03-31',
    '2026-04-01/2026-06-30',
  ]);
  expect(new Set(catalog.dataset.map(({ identifier }) => identifier)).size).toBe(quarters.length);
  for (const { landingPage, distribution, publisher, contactPoint } of catalog.dataset) {
    expect(publisher.name).toBe('Example County');
    expect(contactPoint.hasEmail).toBe('mailto:data@example.gov');
    for (const { downloadURL, mediaType, describedBy } of distribution) {
      for (const [address, type] of [
        [landingPage, 'text/html'],
        [downloadURL, mediaType],
        ...(describedBy === undefined ? [] : [[describedBy, 'application/csvm+json']]),
      ] as const) {
        const { origin, pathname } = new URL(address);
        expect(origin).toBe('https://survey.example.gov');
        expect((await collector.read(pathname)).headers.get('content-type'), pathname).toContain(type);
      }
    }
  }
});

test('the element has the goal of each quarter', async () => {
  await using collector = await aCollector();
  for (const [quarter, target] of [
    ['2026-01', 375],
    ['2026-04', 400],
  ] as const) {
    await closedWith(collector.db, quarter, { regions: { central: { 4: 30 } }, target, closedAt: collector.clock.now });
    await publish(collector, { quarter });
  }
  const read = async (query: string) =>
    (await (await fetch(`${collector.url}/widget/v1/results/cws.json${query}`)).json()) as ElementJson;
  const latest = await read('');
  expect(latest.target).toBe(400);
  expect(latest.rows.map(({ target }) => target)).toEqual([375, 400]);
  const earlier = await read('?quarter=2026-01');
  expect([earlier.target, ...earlier.rows.map(({ target }) => target)]).toEqual([375, 375]);
});

test('the element shows two years up to the quarter asked for, in the language that its page asks for', async () => {
  await using collector = await nineQuarters({ LANGUAGES: 'en,es,ar' });
  const read = async (query: string) =>
    JSON.parse((await collector.read(`/widget/v1/results/cws.json${query}`)).body) as {
      lang: string;
      dir: string;
      href: string;
      sentence: string;
      rows: { quarter: string; average: string | null; low: string | null; interval: string }[];
    };
  const latest = await read('');
  expect(latest.rows.map(({ quarter }) => quarter)).toEqual(quarters.slice(1));
  expect(latest).toMatchObject({
    lang: 'en',
    dir: 'ltr',
    href: 'https://survey.example.gov/results/cws/2026-04?lang=en',
  });
  const earlier = await read('?quarter=2024-10&lang=ar');
  expect(earlier.rows.map(({ quarter }) => quarter)).toEqual(quarters.slice(0, 3));
  expect(earlier).toMatchObject({ lang: 'ar', dir: 'rtl' });
  expect((await read('?lang=es-MX')).lang).toBe('es');
  expect((await read('?lang=tlh')).lang).toBe('en');
  const browser = await fetch(`${collector.url}/widget/v1/results/cws.json`, { headers: { 'Accept-Language': 'es' } });
  expect(await browser.json()).toEqual(latest);
});
