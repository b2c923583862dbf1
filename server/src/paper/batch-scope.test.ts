import { randomUUID } from 'node:crypto';
import { expect, test } from 'vitest';
import { aCollector, count } from '../../test/collector.ts';
import { aPerson } from '../../test/staff.ts';

test('hides a batch of paper forms from a person who has moved to another region', async () => {
  await using collector = await aCollector();
  const junior = await aPerson(collector, 'junior', 'central');
  const begun = await junior.post('/console/departments/cws/paper', { region: 'central' });
  const batch = begun.headers.get('location')!;
  expect((await junior.get(batch)).status).toBe(200);
  await collector.db.$client.execute(
    "UPDATE role_grant SET region_id = (SELECT id FROM region WHERE slug = 'south') WHERE role = 'junior'",
  );
  const form = { id: randomUUID(), overall: '4', date: '2026-08-03', language: 'en', wording: '1' };
  expect((await junior.get(batch)).status).toBe(404);
  expect((await junior.post(batch, form)).status).toBe(404);
  expect(await count(collector.db, 'response')).toBe(0);
});
