import { memoryUsage } from 'node:process';
import { expect, test } from 'vitest';
import { keepFigures } from '../bench/results.ts';
import { aCollector, aResponse, send } from '../test/collector.ts';
import { aSeed, furnish, fuzz } from './fuzz.ts';

/** Requests by the same people, before new ones sign in. */
const round = 2000;
const rounds = 10;
const mebibytes = () => Math.round(memoryUsage().rss / 2 ** 20);

test('whatever twenty thousand requests ask, the answer is sound and as the document says', async () => {
  const seed = aSeed();
  process.stdout.write(`FUZZ_SEED=${seed}\n`);
  const patience = { headers: 500, request: 2000, silence: 5000 };
  await using collector = await aCollector({ TRUST_PROXY: '1' }, { patience });
  await furnish(collector);
  const total: Record<string, number> = {};
  const memory: number[] = [];
  let slowest = 0;
  for (let turn = 0; turn < rounds; turn++) {
    const fuzzed = await fuzz(collector, round, seed + turn);
    for (const [status, times] of Object.entries(fuzzed.statuses)) total[status] = (total[status] ?? 0) + times;
    slowest = Math.max(slowest, fuzzed.slowest);
    memory.push(mebibytes());
    // The people of the last round may have locked themselves out of the next: attempts are counted for an hour at most.
    collector.clock.now += 60 * 60 * 1000;
  }
  process.stdout.write(
    `Answers: ${JSON.stringify(total)}\nSlowest: ${slowest} ms\nMemory after each round: ${memory.join(', ')} MiB\n`,
  );
  expect((await send(collector, aResponse())).status).toBe(201);
  expect(await collector.heart('verify')).toMatchObject({ code: 0 });
  await keepFigures('faults', {
    fuzz: { requests: round * rounds, seed, statuses: total, slowestMs: slowest, memoryMiB: memory },
  });
}, 1_200_000);
