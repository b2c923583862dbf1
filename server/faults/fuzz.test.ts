import { expect, test } from 'vitest';
import { aResponse, send } from '../test/collector.ts';
import { aCollectorApart } from './collector-apart.ts';
import { aSeed, furnish, fuzz, mebibytes } from './fuzz.ts';

test('answers three hundred arbitrary requests correctly and as documented', async () => {
  const seed = aSeed();
  process.stdout.write(`FUZZ_SEED=${seed}\n`);
  const timeouts = { headers: 500, request: 500, silence: 5000 };
  await using collector = await aCollectorApart({ TRUST_PROXY: '1' }, timeouts);
  await furnish(collector);
  const before = await collector.pass(0);
  const { sent, statuses } = await fuzz(collector, 300, seed);
  expect(sent).toBe(300);
  process.stdout.write(
    `The collector's heap: ${mebibytes(before.heapUsed)}, then ${mebibytes((await collector.pass(0)).heapUsed)} MiB\n`,
  );
  // Requests that are rejected at once test only that check.
  for (const status of [200, 201, 303, 400, 401, 404, 415]) expect(statuses[status], `${status}`).toBeGreaterThan(0);
  expect((await send(collector, aResponse())).status).toBe(201);
  expect(await collector.heart('verify')).toMatchObject({ code: 0 });
});
