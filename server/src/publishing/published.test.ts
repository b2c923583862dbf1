import { expect, test } from 'vitest';
import { aCollector, aResponse, send } from '../../test/collector.ts';
import { publish, withdraw } from '../../test/publishing.ts';
import { createOrganization } from '../org/org.ts';
import { readPublished } from './publishing.ts';

/** Midnight in California on October 1, 2026: the end of the quarter 2026-07. */
const end = Date.UTC(2026, 9, 1, 7);

test('reads what is published, as it was submitted, until it is withdrawn', async () => {
  await using collector = await aCollector();
  for (let people = 0; people < 12; people += 1) await send(collector, aResponse({ rating: 4 }));
  collector.clock.now = end;
  expect(await collector.heart('close-quarter', '--quarter', '2026-07')).toMatchObject({ code: 0 });
  const read = async () => {
    const { departments } = await createOrganization(collector.db)();
    return (await readPublished(collector.db, departments, collector.clock.now))[0]!;
  };
  expect(await read()).toMatchObject({ quarters: [], withdrawn: [], quotes: [] });
  await publish(collector, { quarter: '2026-07' });
  expect((await read()).quarters).toMatchObject([{ figures: { total: { responses: 12, average: '4.00' } }, done: [] }]);
  await withdraw(collector, { quarter: '2026-07', reason: 'A region was counted twice.' });
  expect(await read()).toMatchObject({ quarters: [], withdrawn: [{ reason: 'A region was counted twice.' }] });
});
