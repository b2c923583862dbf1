import { expect, test } from 'vitest';
import { aCollector, count } from '../../test/collector.ts';
import { aPerson } from '../../test/staff.ts';

test('a session that outlived its owner’s access opens nothing, and ends', async () => {
  await using collector = await aCollector();
  const staff = await aPerson(collector, 'ambassador');
  expect((await staff.get('/console')).status).toBe(200);
  // As where somebody signs in at the very moment in which their access ends: the session is stored after it.
  await collector.db.$client.execute('UPDATE person SET left_at = 1');
  expect((await staff.get('/console')).status).toBe(303);
  expect((await staff.get('/api/v1/departments')).status).toBe(401);
  expect(await count(collector.db, 'session')).toBe(0);
});
