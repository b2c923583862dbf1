import { expect, test } from 'vitest';
import { aCollector, aResponse, count, send } from '../../test/collector.ts';
import { aPerson } from '../../test/staff.ts';

const page = '/console/departments/cws/flagged?quarter=2026-07';

test('the flagged page never shows a hidden comment, before or after the response is excluded', async () => {
  await using collector = await aCollector();
  // Five responses with the same comment are a burst, and so flagged.
  const burst = Array.from({ length: 5 }, () => aResponse({ rating: 1, comment: 'Rosa Flores was rude' }));
  for (const response of burst) expect((await send(collector, response)).status).toBe(201);
  const representative = await aPerson(collector, 'representative');
  const shown = async (path = page) => (await representative.get(path)).body.match(/Rosa Flores/g)?.length ?? 0;
  expect(await shown()).toBe(5);

  for (const { id } of burst) {
    const hiding = `/console/departments/cws/comments/${id}/hiding`;
    expect((await representative.post(hiding, { reason: 'Names a member of staff' })).status).toBe(303);
  }
  expect(await count(collector.db, "comment_mark WHERE kind = 'hidden' AND lifted_at IS NULL")).toBe(5);
  expect(await shown()).toBe(0);
  expect((await representative.get(page)).body.match(/The comment is hidden\./g)).toHaveLength(5);

  const exclusion = { quarter: '2026-07', reason: 'A burst', response: burst.map(({ id }) => id) };
  expect((await representative.post('/console/departments/cws/flagged/exclusions', exclusion)).status).toBe(303);
  expect(await shown(`${page}&which=excluded`)).toBe(0);

  await representative.post(`/console/departments/cws/comments/${burst[0]!.id}/hiding/end`);
  expect(await shown(`${page}&which=excluded`)).toBe(1);
});
