import * as v from 'valibot';
import { expect, test } from 'vitest';
import { aCollector, type TestCollector } from '../../test/collector.ts';
import { text } from '../../test/console-page.ts';
import { closeQuarter, endOfQuarter } from '../../test/plans.ts';
import { addTo, eraseIt, makeIt, paperForm, startRestating } from '../../test/restating.ts';
import { insertRows } from '../../test/rows.ts';
import { aPerson, type Staff } from '../../test/staff.ts';
import { outsideHash, type PublishedFigures } from '../figures/figures.ts';

const api = '/api/v1/departments/cws/quarters/2026-07';
const page = '/console/agency/cws/2026-07';
/** Less than a session lasts without being used. */
const later = 20 * 60 * 1000;

/** Three regions with 40 responses each: Central is exactly at target, and East and South are above it. */
async function aClosedQuarter(): Promise<TestCollector> {
  const collector = await aCollector();
  await insertRows(collector.db, { responses: 40, region: 'central', rating: '3 + 2 * (n % 2)', ids: 'c' });
  await insertRows(collector.db, { responses: 40, region: 'east', rating: '4 + n % 2', ids: 'e' });
  await insertRows(collector.db, { responses: 40, region: 'south', rating: '4 + n % 2', ids: 's' });
  await closeQuarter(collector);
  return collector;
}

const versions = v.array(v.object({ id: v.string(), sha256: v.string() }));

async function outside(executive: Staff): Promise<PublishedFigures> {
  return JSON.parse((await executive.get(api)).body) as PublishedFigures;
}

/** Excludes these responses of the quarter. */
async function exclude(person: Staff, ids: string[]) {
  await startRestating(person, 'exclusion');
  await addTo(person, 'exclusions', { response: ids });
  expect((await makeIt(person)).status).toBe(303);
}

const ids = (prefix: string, from: number, count: number) =>
  Array.from({ length: count }, (_, index) => `${prefix}-${from + 2 * index}`);

test('a restatement of 1 to 10 people is a dated notice outside, without figures, until 11 have gathered', async () => {
  await using collector = await aClosedQuarter();
  const executive = await aPerson(collector, 'executive');
  const representative = await aPerson(collector, 'representative');
  const before = await outside(executive);
  expect(before.total.responses).toBe(120);
  collector.clock.now = endOfQuarter + later;

  await exclude(representative, ids('e', 2, 4));
  const closedAt = new Date(collector.clock.now).toISOString();
  expect(await outside(executive)).toEqual({
    ...before,
    quarter: { ...before.quarter, restated: [{ version: 2, closedAt }] },
  });
  expect(text((await executive.get(page)).body)).toContain(
    'Restated on October 1, 2026 (version 2). Its figures are withheld',
  );
  expect((await collector.figures('2026-07')).total).toMatchObject({ responses: 116, excluded: 4 });

  await eraseIt(representative, 'e-20');
  expect((await outside(executive)).quarter.restated).toHaveLength(2);
  expect((await outside(executive)).total).toEqual(before.total);

  // Seven more in the same region: 12 people differ, and 11 more are excluded than in the version that is shown.
  await exclude(representative, ids('e', 22, 7));
  const after = await outside(executive);
  expect(after.quarter).toMatchObject({ version: 4 });
  expect(after.quarter.restated).toBeUndefined();
  expect(after.quarter.replaced).toBeUndefined();
  expect(after.total).toMatchObject({ responses: 108, excluded: 11 });
  // Two distributions would reveal how the changed responses are spread.
  expect(JSON.stringify(after)).not.toMatch(/"distribution":\[/);
});

test('a restatement that changes whether the target was met is shown at once, with the hash of the version before', async () => {
  await using collector = await aClosedQuarter();
  const executive = await aPerson(collector, 'executive');
  const representative = await aPerson(collector, 'representative');
  const before = await outside(executive);
  await startRestating(representative, 'late paper');
  await addTo(representative, 'forms', paperForm(1));
  expect((await makeIt(representative)).status).toBe(303);
  const { rows } = await collector.db.$client.execute('SELECT id, sha256 FROM snapshot WHERE version = 1');
  const [first] = v.parse(versions, rows);
  const after = await outside(executive);
  expect(after.quarter).toMatchObject({
    version: 2,
    replaced: [{ version: 1, sha256: outsideHash(first!) }],
  });
  expect(before.regions.find(({ region }) => region === 'central')).toMatchObject({ status: 'met', plan: null });
  expect(after.regions.find(({ region }) => region === 'central')).toMatchObject({
    status: 'below',
    responses: 41,
    plan: { stage: 'required' },
  });
  expect(text((await executive.get(page)).body)).toContain('This changes whether the target was met. Anyone who');
});

test('outside, neither the reason and the person nor the draft of a restatement is shown', async () => {
  await using collector = await aClosedQuarter();
  const [executive, representative] = [
    await aPerson(collector, 'executive'),
    await aPerson(collector, 'representative'),
  ];
  await startRestating(representative, 'late paper');
  await addTo(representative, 'forms', paperForm(5, { region: 'east', comment: 'Only inside' }));
  const pages = [page, api, `${api}.csv`, '/console/agency', '/console/agency/cws/action-plans', '/console'];
  const read = async () => Promise.all(pages.map(async (path) => (await executive.get(path)).body));
  const drafted = await read();
  expect((await makeIt(representative)).status).toBe(303);
  for (const body of [...drafted, ...(await read())]) {
    expect(body).not.toMatch(/A reason for|Only inside|late paper|representative\./i);
  }
  const own = await outside(representative);
  expect(own.quarter.version).toBe(2);
});
