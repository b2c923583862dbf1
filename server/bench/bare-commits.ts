import { createClient } from '@libsql/client';
import { randomUUID } from 'node:crypto';
import { startCollectorProcess } from './collector-process.ts';
import { secondsOfLoad, sendResponses } from './load.ts';
import { median } from './median.ts';

const rounds = 5;

// What a connection of the collector sets too.
const pragmas = [
  'journal_mode = WAL',
  'synchronous = FULL',
  'foreign_keys = ON',
  'secure_delete = ON',
  `journal_size_limit = ${64 * 1024 * 1024}`,
];

const columns = [
  ...['id', 'region_id', 'quarter', 'month', 'received_at'],
  ...['helpfulness', 'expertise', 'attentiveness', 'respect', 'timeliness', 'overall'],
  ...['comment', 'language', 'channel', 'wording', 'fingerprint'],
];

/**
 * The responses that one connection stores in a second, and the commits of one such row without anything else: no HTTP, no
 * lookups, no figures, and no index besides the id's. They take turns in the same folder, with the same driver and settings.
 */
export async function besideBareCommits(folder: string) {
  const client = createClient({ url: `file:${folder}/bare.db`, concurrency: 1 });
  for (const pragma of pragmas) await client.execute(`PRAGMA ${pragma}`);
  const rest = columns.slice(1).join(', ');
  await client.execute(`CREATE TABLE response (id TEXT PRIMARY KEY NOT NULL, ${rest})`);
  const sql = `INSERT INTO response (id, ${rest}) VALUES (${columns.map(() => '?').join(', ')})`;
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

const aRow = () => {
  const fingerprint = 'n7Zr8t2wq0cVb1xY5uKf3jHs6gLd9pAeMoRiTyQkWzE';
  return [
    ...[randomUUID(), 1, '2026-10', '2026-11', Date.now()],
    ...Array.from({ length: 6 }, () => 1 + Math.floor(Math.random() * 5)),
    ...[null, 'en', 'embed', 1, fingerprint],
  ];
};
