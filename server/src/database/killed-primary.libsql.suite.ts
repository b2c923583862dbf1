import { expect, test } from 'vitest';
import { aCollector, aResponse, send } from '../../test/collector.ts';
import { contents } from '../../test/contents.ts';
import { aLibsqlServer } from '../../test/libsql-server.ts';
import { openDatabase } from './database.ts';

const kills = 20;
const writers = 16;

test(`a primary killed ${kills} times under ${writers} writers loses and doubles nothing, and its replica is equal`, async () => {
  await using primary = await aLibsqlServer();
  await using replica = await aLibsqlServer({ primary });
  const given = { serverPatience: 2000 };
  await using one = await aCollector({ DATABASE_URL: primary.url }, given);
  await using other = await aCollector({ DATABASE_URL: replica.url }, given);

  const sent = new Set<string>();
  const acknowledged = new Set<string>();
  const statuses = new Map<number, number>();
  const over = new AbortController();
  const write = async (collector: { url: string }) => {
    while (!over.signal.aborted) {
      const response = aResponse({ rating: 1 + (sent.size % 5) });
      sent.add(response.id);
      // As a browser does: the same again until it is taken.
      for (let status = 0; status !== 201 && status !== 200 && !over.signal.aborted;) {
        ({ status } = await send(collector, response));
        statuses.set(status, (statuses.get(status) ?? 0) + 1);
        if (status < 300) acknowledged.add(response.id);
        else await new Promise((resolve) => setTimeout(resolve, 20));
      }
    }
  };
  const all = Promise.all(Array.from({ length: writers }, (_, n) => write(n % 2 === 0 ? one : other)));
  for (let kill = 0; kill < kills; kill += 1) {
    const before = acknowledged.size;
    await expect.poll(() => acknowledged.size, { timeout: 60_000 }).toBeGreaterThan(before + writers);
    await primary.stop('SIGKILL');
    await primary.start();
  }
  over.abort();
  await all;

  await expect.poll(async () => (await fetch(`${other.url}/readyz`)).status, { timeout: 60_000 }).toBe(200);
  const db = await openDatabase(primary.url);
  const stored = new Set((await db.$client.execute('SELECT id FROM response')).rows.map((row) => row['id']));
  process.stdout.write(
    `sent ${sent.size}, stored ${stored.size}, acknowledged ${acknowledged.size}; ${JSON.stringify(Object.fromEntries(statuses))}\n`,
  );
  expect([...acknowledged].filter((id) => !stored.has(id))).toEqual([]);
  expect([...stored].filter((id) => !sent.has(id as string))).toEqual([]);
  expect([...statuses.keys()].filter((status) => ![200, 201, 503].includes(status))).toEqual([]);
  expect(await one.heart('verify')).toMatchObject({ code: 0 });
  const copy = await openDatabase(replica.url);
  // It copies what is new when it is next asked.
  await expect.poll(() => contents(copy)).toEqual(await contents(db));
  for (const each of [db, copy]) each.$client.close();
});
