import { expect, test } from 'vitest';
import { keepFigures } from '../bench/results.ts';
import { aResponse, send } from '../test/collector.ts';
import { aCollectorApart } from './collector-apart.ts';
import { aSeed, furnish, fuzz, mebibytes } from './fuzz.ts';

/** Requests by the same people, before new ones sign in. */
const round = 2000;
const rounds = 10;

test('answers twenty thousand arbitrary requests correctly and as documented', async () => {
  const seed = aSeed();
  process.stdout.write(`FUZZ_SEED=${seed}\n`);
  const timeouts = { headers: 500, request: 2000, silence: 5000 };
  await using collector = await aCollectorApart({ TRUST_PROXY: '1' }, timeouts);
  await furnish(collector);
  const total: Record<string, number> = {};
  const memory: { heap: number; resident: number }[] = [];
  let [sent, slowest] = [0, 0];
  for (let turn = 0; turn < rounds; turn++) {
    const fuzzed = await fuzz(collector, round, seed + turn);
    for (const [status, times] of Object.entries(fuzzed.statuses)) total[status] = (total[status] ?? 0) + times;
    slowest = Math.max(slowest, fuzzed.slowest);
    sent += fuzzed.sent;
    // The people of the previous round may be locked out: attempts count for an hour at most.
    const { heapUsed, rss } = await collector.pass(60 * 60 * 1000);
    memory.push({ heap: mebibytes(heapUsed), resident: mebibytes(rss) });
  }
  expect(sent).toBe(rounds * round);
  process.stdout.write(`Answers: ${JSON.stringify(total)}\nSlowest: ${slowest} ms\n`);
  const levels = memory.map(({ heap, resident }) => `${heap} of ${resident}`).join(', ');
  process.stdout.write(`The collector's heap and all of its memory after each round: ${levels} MiB\n`);
  expect((await send(collector, aResponse())).status).toBe(201);
  expect(await collector.heart('verify')).toMatchObject({ code: 0 });
  await keepFigures('faults', {
    fuzz: { requests: sent, seed, statuses: total, slowestMs: slowest, memoryMiB: memory },
  });
}, 1_200_000);
