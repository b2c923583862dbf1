import { expect, test } from 'vitest';
import { aCollector, aResponse, count, send, type TestCollector } from '../../test/collector.ts';
import { insertRows } from '../../test/rows.ts';
import { aPerson, type Staff } from '../../test/staff.ts';

const page = '/console/departments/cws/flagged';
const excluded = ({ db }: TestCollector) => count(db, 'response WHERE excluded_at IS NOT NULL');

/** Sends five responses with the same comment, which are a burst, and so flagged. @returns their ids. */
async function aBurst(collector: TestCollector, region: string): Promise<string[]> {
  const burst = Array.from({ length: 5 }, () => aResponse({ region, rating: 1, comment: `Rude in ${region}` }));
  for (const response of burst) expect((await send(collector, response)).status).toBe(201);
  return burst.map(({ id }) => id);
}

const exclude = (staff: Staff, path: string, response: string[], quarter = '2026-07') =>
  staff.post(`${path}/exclusions`, { quarter, reason: 'A burst', response });

test('does not exclude or restore responses of another department by their ids', async () => {
  await using collector = await aCollector();
  await collector.db.$client.executeMultiple(`
    INSERT INTO department (slug, name, zone, first_month) VALUES ('other', 'Other Services', 'America/Los_Angeles', 7);
    INSERT INTO region (department_id, slug, name) VALUES (2, 'harbor', 'Harbor Office');`);
  const foreign = await aBurst(collector, 'harbor');
  const stranger = await aPerson(collector, 'representative', 'cws');
  await exclude(stranger, page, foreign);
  expect(await excluded(collector)).toBe(0);

  const own = await aPerson(collector, 'representative', 'other');
  await exclude(own, '/console/departments/other/flagged', foreign);
  expect(await excluded(collector)).toBe(5);
  await stranger.post(`${page}/exclusions/end`, { quarter: '2026-07', back: foreign[0]! });
  expect(await excluded(collector)).toBe(5);
  expect(await count(collector.db, "audit_event WHERE action = 'response put back'")).toBe(0);
});

test('does not exclude responses of another quarter by their ids', async () => {
  await using collector = await aCollector();
  const ids = await aBurst(collector, 'central');
  await insertRows(collector.db, { responses: 1, quarter: '2026-04' });
  const representative = await aPerson(collector, 'representative');
  await exclude(representative, page, ids, '2026-04');
  expect(await excluded(collector)).toBe(0);
  await exclude(representative, page, ids);
  expect(await excluded(collector)).toBe(5);
});

test('a junior ambassador sees only flagged responses of their own region', async () => {
  await using collector = await aCollector();
  await aBurst(collector, 'central');
  await aBurst(collector, 'south');
  const { body } = await (await aPerson(collector, 'junior', 'south')).get(`${page}?quarter=2026-07`);
  expect(body.match(/Rude in south/g)).toHaveLength(5);
  expect(body).not.toContain('Rude in central');
});
