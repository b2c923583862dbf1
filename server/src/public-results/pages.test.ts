import { expect, test } from 'vitest';
import { aCollector, aResponse, send, type TestCollector } from '../../test/collector.ts';
import { publish, withdraw } from '../../test/publishing.ts';

/** Midnight in California on October 1, 2026: the end of the quarter 2026-07. */
const end = Date.UTC(2026, 9, 1, 7);

/** A collector with a closed quarter, 2026-07, of 12 people who rated 4. */
async function withClosedQuarter(settings: Record<string, string> = {}): Promise<TestCollector> {
  const collector = await aCollector(settings);
  for (let people = 0; people < 12; people += 1) await send(collector, aResponse({ rating: 4 }));
  collector.clock.now = end;
  await collector.heart('close-quarter', '--quarter', '2026-07');
  return collector;
}

test('a page is gone at the next request after another collector withdrew the quarter', async () => {
  await using collector = await withClosedQuarter();
  const get = (headers: Record<string, string> = {}) => fetch(`${collector.url}/results/cws/2026-07`, { headers });
  expect((await get()).status).toBe(404);
  await publish(collector, { quarter: '2026-07' });
  const page = await get();
  expect(page.status).toBe(200);
  await withdraw(collector, { quarter: '2026-07', reason: 'A region was counted twice.' });
  const gone = await get({ 'If-None-Match': page.headers.get('etag')! });
  expect(gone.status).toBe(410);
  expect(await gone.text()).toContain('A region was counted twice.');
});
