import { expect, test } from 'vitest';
import { aCollector } from '../../test/collector.ts';
import { aPerson } from '../../test/staff.ts';

test('an answer to a body that is too large, and was not read, says that the connection closes', async () => {
  await using collector = await aCollector();
  const { cookie } = await aPerson(collector, 'ambassador');
  const types = { json: 'application/json', form: 'application/x-www-form-urlencoded' };
  const endpoints = [
    ['/api/v1/responses', types.json],
    ['/s/central', types.form],
    ['/console/tokens', types.form],
    ['/console/sign-in', types.form],
  ] as const;
  for (const [path, type] of endpoints) {
    const answer = await fetch(collector.url + path, {
      method: 'POST',
      headers: { 'Content-Type': type, 'Sec-Fetch-Site': 'same-origin', cookie },
      body: 'x'.repeat(200_000),
    });
    expect([answer.status, answer.headers.get('connection')], path).toEqual([413, 'close']);
    await answer.body?.cancel();
  }
});
