import { expect, test } from 'vitest';
import { openDatabase } from '../src/database/database.ts';
import { aResponse, count, send } from '../test/collector.ts';
import { aFolder } from '../test/folder.ts';
import { aServingProcess } from '../test/processes.ts';
import { expectIntact } from './accounts.ts';
import { chance } from './chance.ts';
import { surviveKillsOfOneOfTwo } from './together.ts';

test('loses nothing that either of two collectors acknowledged when one of them is killed', async () => {
  const { rows, sent } = await surviveKillsOfOneOfTwo(2, chance('one of two killed'));
  expect(rows).toBe(sent);
});

test('three collectors that start at once on an empty database create it once, and all of them serve', async () => {
  await using folder = await aFolder();
  const env = { DATABASE_URL: `file:${folder.file('heart.db')}` };
  const starts = await Promise.allSettled(Array.from({ length: 3 }, () => aServingProcess(env)));
  await using ends = new AsyncDisposableStack();
  const all = starts.flatMap((start) => (start.status === 'fulfilled' ? [ends.use(start.value)] : []));
  expect(starts.filter(({ status }) => status === 'rejected')).toEqual([]);
  for (const collector of all) {
    expect((await fetch(`${collector.url}/readyz`)).status).toBe(200);
    expect((await send(collector, aResponse())).status).toBe(201);
  }
  const db = await openDatabase(env.DATABASE_URL);
  const counted = ['response', 'department', 'region', 'setting'].map((table) => count(db, table));
  expect(await Promise.all(counted)).toEqual([3, 1, 8, 1]);
  await expectIntact(db);
  db.$client.close();
});
