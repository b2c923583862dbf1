import { hash } from 'node:crypto';
import { expect, test } from 'vitest';
import { aCollector, aResponse, count, send } from '../../test/collector.ts';
import { closeQuarter } from '../../test/plans.ts';
import { addTo, paperForm, restatingPath, shownOn, startRestating } from '../../test/restating.ts';
import { aPerson } from '../../test/staff.ts';
import { computeFigures, readTallies } from '../figures/figures.ts';

test('keeps every one of many simultaneous restatements', async () => {
  await using collector = await aCollector();
  const { db } = collector;
  const responses = Array.from({ length: 12 }, (_, index) => aResponse({ rating: 1 + (index % 5) }));
  for (const one of responses) expect((await send(collector, one)).status).toBe(201);
  await closeQuarter(collector);
  const representative = await aPerson(collector, 'representative');
  await startRestating(representative, 'late paper');
  for (const rating of [2, 3]) await addTo(representative, 'forms', paperForm(rating));
  const shown = shownOn((await representative.get(restatingPath())).body);

  const erased = responses.slice(0, 8);
  const [made, ...forgotten] = await Promise.all([
    representative.post(`${restatingPath()}/making`, shown),
    ...erased.map(({ id }) => collector.heart('forget', id, '--reason', 'Asked for')),
  ]);
  expect(forgotten.map(({ code, err }) => `${code} ${err}`)).toEqual(erased.map(() => '0 '));
  const isMade = made.status === 303;
  if (!isMade) expect(made.status).toBe(409);
  expect(await count(db, 'response')).toBe(4 + (isMade ? 2 : 0));
  const { rows } = await db.$client.execute('SELECT version, figures, sha256 FROM snapshot ORDER BY version');
  expect(rows.map(({ version }) => version)).toEqual(Array.from({ length: isMade ? 10 : 9 }, (_, index) => index + 1));
  const latest = String(rows.at(-1)!['figures']);
  expect(latest).toBe(JSON.stringify(computeFigures(await readTallies(db, 1, '2026-07'), 400)));
  expect(rows.at(-1)!['sha256']).toBe(hash('sha256', latest));
  expect(await collector.heart('verify')).toMatchObject({ code: 0 });
});

test('of two collectors that restate a quarter at once, the figures of the last version have both changes', async () => {
  await using collector = await aCollector();
  await using second = await aCollector({ ...collector.env, PORT: '0' });
  const responses = Array.from({ length: 6 }, () => aResponse());
  for (const one of responses) expect((await send(collector, one)).status).toBe(201);
  await closeQuarter(collector);
  second.clock.now = collector.clock.now;
  await Promise.all(
    responses
      .slice(0, 5)
      .map(({ id }, index) => [collector, second][index % 2]!.heart('forget', id, '--reason', 'Asked for')),
  );
  expect((await collector.figures('2026-07')).total.responses).toBe(1);
  expect((await collector.figures('2026-07')).quarter.version).toBe(6);
  expect(await collector.heart('verify')).toMatchObject({ code: 0 });
});
