import { expect, test } from 'vitest';
import { aCollector, count } from '../../test/collector.ts';
import { aPerson } from '../../test/staff.ts';

test('a session does not work after its owner’s access has ended, and is deleted', async () => {
  await using collector = await aCollector();
  const staff = await aPerson(collector, 'ambassador');
  expect((await staff.get('/console')).status).toBe(200);
  // As if the person signed in at the moment their access ended, and the session was stored afterwards.
  await collector.db.$client.execute('UPDATE person SET left_at = 1');
  expect((await staff.get('/console')).status).toBe(303);
  expect((await staff.get('/api/v1/departments')).status).toBe(401);
  expect(await count(collector.db, 'session')).toBe(0);
});
