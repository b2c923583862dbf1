import { createClient } from '@libsql/client';
import { randomUUID } from 'node:crypto';
import { eachItem } from '@heart-survey/shared/items';
import { ofEveryConnection } from '../src/database/database.ts';
import { startCollectorProcess } from './collector-process.ts';
import { secondsOfLoad, sendResponses } from './load.ts';
import { median } from './median.ts';

const rounds = 5;

/**
 * The responses that one connection stores in a second, and the commits of one such row without anything else: no HTTP, no
 * lookups, no figures, and no index besides the id's. They take turns in the same folder, with the same driver and settings.
 */
export async function besideBareCommits(folder: string) {
  const client = createClient({ url: `file:${folder}/bare.db`, concurrency: 1 });
  for (const pragma of ['PRAGMA journal_mode = WAL', ...ofEveryConnection]) await client.execute(pragma);
  const [id, ...rest] = Object.keys(aRow());
  await client.execute(`CREATE TABLE response (${id} TEXT PRIMARY KEY NOT NULL, ${rest.join(', ')})`);
  const names = [id, ...rest];
  const sql = `INSERT INTO response (${names.join(', ')}) VALUES (${names.map((name) => `:${name}`).join(', ')})`;
  const bareRate = async () => {
    let commits = 0;
    const startedAt = performance.now();
    for (; performance.now() < startedAt + 1000 * secondsOfLoad; commits += 1) {
      await client.batch([{ sql, args: aRow() }], 'write');
    }
    return (1000 * commits) / (performance.now() - startedAt);
  };

  const collector = await startCollectorProcess(folder);
  await sendResponses(collector.url, '/api/v1/responses', 1);
  const pairs: { bare: number; stored: number }[] = [];
  for (let round = 0; round < rounds; round += 1) {
    const bare = await bareRate();
    const { perSecond } = await sendResponses(collector.url, '/api/v1/responses', 1);
    pairs.push({ bare, stored: perSecond });
  }
  await collector.stop();
  client.close();
  return {
    barePerSecond: Math.round(median(pairs.map(({ bare }) => bare))),
    storedPerSecond: Math.round(median(pairs.map(({ stored }) => stored))),
    ratio: Math.round(100 * median(pairs.map(({ bare, stored }) => stored / bare))) / 100,
  };
}

const aRow = () => ({
  id: randomUUID(),
  region_id: 1,
  quarter: '2026-10',
  month: '2026-11',
  received_at: Date.now(),
  ...eachItem(() => 1 + Math.floor(Math.random() * 5)),
  comment: null,
  language: 'en',
  channel: 'embed',
  wording: 1,
  fingerprint: 'n7Zr8t2wq0cVb1xY5uKf3jHs6gLd9pAeMoRiTyQkWzE',
});
