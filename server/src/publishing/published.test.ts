import { expect, test } from 'vitest';
import { closedWith } from '../../test/closed-quarters.ts';
import { aCollector, aResponse, send } from '../../test/collector.ts';
import { publish, readPublished, withdraw } from '../../test/publishing.ts';
import { aThankYou } from '../../test/recognition.ts';
import { aPerson } from '../../test/staff.ts';
import { recognition } from '../database/schema.ts';

/** Midnight in California on October 1, 2026: the end of the quarter 2026-07. */
const end = Date.UTC(2026, 9, 1, 7);

test('reads what is published, as it was submitted, until it is withdrawn', async () => {
  await using collector = await aCollector();
  for (let people = 0; people < 12; people += 1) await send(collector, aResponse({ rating: 4 }));
  collector.clock.now = end;
  expect(await collector.heart('close-quarter', '--quarter', '2026-07')).toMatchObject({ code: 0 });
  const read = async () => (await readPublished(collector))[0]!;
  expect(await read()).toMatchObject({ quarters: [], withdrawn: [], quotes: [] });
  await publish(collector, { quarter: '2026-07' });
  expect((await read()).quarters).toMatchObject([{ figures: { total: { responses: 12, average: '4.00' } }, done: [] }]);
  await withdraw(collector, { quarter: '2026-07', reason: 'A region was counted twice.' });
  expect(await read()).toMatchObject({ quarters: [], withdrawn: [{ reason: 'A region was counted twice.' }] });
});

const many = { central: { 4: 30 }, east: { 4: 30 }, west: { 4: 30 } };

test.each([
  ['is shown', many, 'Central Region'],
  ['is withheld', { ...many, central: { 4: 5 }, east: { 4: 6 } }, null],
])('a quote names its region only if it is shown in the quarter of the quote: it %s', async (_, regions, who) => {
  await using collector = await aCollector();
  const { db, clock } = collector;
  const sender = await aPerson(collector, 'ambassador');
  await aThankYou(collector, sender, { comment: 'So kind.', mayShow: true, employees: [{ shownAs: 'team' }] });
  await db.update(recognition).set({ publicDecision: 'approved' });
  const quotes = async () => {
    return (await readPublished(collector))[0]!.quotes;
  };
  await closedWith(db, '2026-04', { regions: many, closedAt: clock.now });
  await publish(collector, { quarter: '2026-04' });
  expect(await quotes(), 'its quarter is not published').toEqual([]);
  await closedWith(db, '2026-07', { regions, closedAt: clock.now });
  await publish(collector, { quarter: '2026-07' });
  expect(await quotes()).toMatchObject([{ quoted: 'So kind.', who }]);
});
