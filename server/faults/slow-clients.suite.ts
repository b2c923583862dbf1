import { expect, test } from 'vitest';
import { keepFigures } from '../bench/results.ts';
import { aFolder } from '../test/folder.ts';
import { aServingProcess } from '../test/processes.ts';
import { othersBesideSlowClients } from './slow-clients.ts';

test('two thousand half-open sockets keep no one else from responding', async () => {
  await using folder = await aFolder();
  await using collector = await aServingProcess({ DATABASE_URL: `file:${folder.file('heart.db')}` });
  const sent = { responses: 2000, atOnce: 16 };
  const without = await othersBesideSlowClients(collector.url, { sockets: 0, ...sent });
  const beside = await othersBesideSlowClients(collector.url, { sockets: 2000, ...sent });
  expect(new Set([...without.statuses, ...beside.statuses])).toEqual(new Set([201]));
  // Otherwise the test would prove nothing.
  expect(beside.stillOpen).toBeGreaterThan(0);
  const figures = { p50: beside.p50, p99: beside.p99, p99Without: without.p99, goalMs: 500 };
  process.stdout.write(
    `With 2,000 half-open sockets: p50 ${beside.p50} ms, p99 ${beside.p99} ms; without: p99 ${without.p99} ms.\n`,
  );
  await keepFigures('faults', { slowClients: figures });
}, 120_000);
