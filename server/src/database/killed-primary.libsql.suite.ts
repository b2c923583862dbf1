import { expect, test } from 'vitest';
import { aCollector, aResponse, send } from '../../test/collector.ts';
import { contents } from '../../test/contents.ts';
import { aLibsqlServer } from '../../test/libsql-server.ts';
import { openDatabase } from './database.ts';

const kills = 20;
const writers = 16;

test(`a primary killed ${kills} times under ${writers} writers loses and duplicates nothing, and its replica matches`, async () => {
  await using primary = await aLibsqlServer();
  await using replica = await aLibsqlServer({ primary });
  const given = { serverTimeout: 2000 };
  await using one = await aCollector({ DATABASE_URL: primary.url }, given);
  await using other = await aCollector({ DATABASE_URL: replica.url }, given);

  const sent = new Set<string>();
  const acknowledged = new Set<string>();
  const statuses = new Map<number, number>();
  const stopping = new AbortController();
  const write = async (collector: { url: string }) => {
    while (!stopping.signal.aborted) {
      const response = aResponse({ rating: 1 + (sent.size % 5) });
      sent.add(response.id);
      // As a browser does: the same response again until it is accepted.
      for (let status = 0; status !== 201 && status !== 200 && !stopping.signal.aborted;) {
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
  stopping.abort();
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
  // The replica copies what is new when it is asked the next time.
  await expect.poll(() => contents(copy)).toEqual(await contents(db));
  for (const each of [db, copy]) each.$client.close();
});
