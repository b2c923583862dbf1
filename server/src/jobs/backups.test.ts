import { mkdir, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { aCollector, aResponse, send } from '../../test/collector.ts';
import { contents } from '../../test/contents.ts';
import { aFolder } from '../../test/folder.ts';
import { builtCollector } from '../../test/processes.ts';
import { insertRows } from '../../test/rows.ts';
import { readConfig } from '../config.ts';
import { openDatabase } from '../database/database.ts';
import { newestBackup } from './backups.ts';
import { jobsOf } from './jobs.ts';

const hour = 60 * 60 * 1000;

/** A collector that makes backups into a folder of its own; `tick` is an hour going by. */
async function aKeeper(keep: number) {
  const folder = await aFolder();
  const collector = await aCollector({ BACKUP_FOLDER: join(folder.path, 'backups'), BACKUP_KEEP: String(keep) });
  const read = readConfig(collector.env);
  if ('mistakes' in read) throw new Error(read.mistakes.join());
  const { db, clock } = collector;
  const logged: unknown[] = [];
  const log = { info: (entry: unknown) => void logged.push(entry), error: () => {} };
  const jobs = jobsOf({ db, clock: () => clock.now, log, config: read.config, heart: builtCollector });
  const job = jobs.find(({ name }) => name === 'back-up')!;
  return {
    collector,
    folder: join(folder.path, 'backups'),
    logged,
    names: async () => (await readdir(join(folder.path, 'backups'))).toSorted(),
    run: job.run,
    tick: async () => {
      clock.now += hour;
      await job.run();
    },
    [Symbol.asyncDispose]: async () => {
      await collector[Symbol.asyncDispose]();
      await folder[Symbol.asyncDispose]();
    },
  };
}

test('a backup is made each day, holds what the database holds, and only so many are kept', async () => {
  await using keeper = await aKeeper(2);
  const { collector, folder, logged, names } = keeper;
  expect((await send(collector, aResponse({ comment: 'Thank you' }))).status).toBe(201);
  expect(await newestBackup(folder, collector.clock.now)).toBeUndefined();
  await keeper.run();
  expect(await names()).toEqual(['heart-20260817T190000Z.db']);
  expect(logged).toEqual([{ file: join(folder, 'heart-20260817T190000Z.db') }]);
  const { job_lease: _, ...tables } = await contents(collector.db);
  const copy = await openDatabase(`file:${join(folder, 'heart-20260817T190000Z.db')}`);
  const { job_lease: __, ...copied } = await contents(copy);
  copy.$client.close();
  expect(copied).toEqual(tables);

  await writeFile(join(folder, 'notes'), 'Ours');
  await writeFile(join(folder, 'heart-20260101T000000Z.db.part'), 'Half');
  for (let hours = 0; hours < 23; hours += 1) await keeper.tick();
  expect(logged, 'none is due before a day is over').toHaveLength(1);
  await keeper.tick();
  collector.clock.now += 23 * hour;
  await keeper.tick();
  expect((await names()).filter((name) => !/-(wal|shm)$/.test(name))).toEqual([
    ...['heart-20260818T190000Z.db', 'heart-20260819T190000Z.db', 'notes'],
  ]);
  expect(await newestBackup(folder, collector.clock.now)).toBe(collector.clock.now);
});

test('a backup that fails is an error that says why, takes no old one away, and is tried again within the hour', async () => {
  await using keeper = await aKeeper(1);
  const { collector, folder, names } = keeper;
  await keeper.run();
  collector.clock.now += 23 * hour;
  // Something stands where the next one would be written first.
  const half = join(folder, 'heart-20260818T190000Z.db.part');
  await mkdir(half);
  await expect(keeper.tick()).rejects.toThrow(/./);
  expect(await names()).toContain('heart-20260817T190000Z.db');
  expect(await newestBackup(folder, collector.clock.now)).toBe(Date.UTC(2026, 7, 17, 19));
  await keeper.tick();
  expect(await newestBackup(folder, collector.clock.now)).toBe(Date.UTC(2026, 7, 18, 20));
});

test('a backup that a clock made which was a year ahead neither keeps the next from being made nor crowds the others out', async () => {
  await using keeper = await aKeeper(2);
  const { clock } = keeper.collector;
  clock.now += 365 * 24 * hour;
  await keeper.run();
  clock.now -= 365 * 24 * hour;
  await keeper.run();
  for (let hours = 0; hours < 24; hours += 1) await keeper.tick();
  expect(await keeper.names()).toEqual([
    ...['heart-20260817T190000Z.db', 'heart-20260818T190000Z.db', 'heart-20270817T190000Z.db'],
  ]);
});

test('a collector that ends during a backup ends the backup, and no half of one has a backup’s name', async () => {
  await using keeper = await aKeeper(2);
  await insertRows(keeper.collector.db, { responses: 40_000 });
  const signal = new AbortController();
  const running = keeper.run(signal.signal);
  const halves = async () => (await readdir(keeper.folder).catch(() => [])).filter((name) => name.includes('.part'));
  await expect.poll(halves, { timeout: 30_000, interval: 5 }).not.toEqual([]);
  signal.abort();
  await expect(running).rejects.toThrow(/abort/);
  expect((await keeper.names()).filter((name) => name.endsWith('.db'))).toEqual([]);
  keeper.collector.clock.now += hour;
  await keeper.run();
  expect((await keeper.names()).filter((name) => name.includes('.part'))).toEqual([]);
  expect((await keeper.names()).filter((name) => name.endsWith('.db'))).toEqual(['heart-20260817T200000Z.db']);
});

test('without a folder there is no such job, and one for a database on a server stops the start', () => {
  const config = (env: Record<string, string>) => readConfig(env);
  expect(config({})).toMatchObject({ config: { backupFolder: undefined, backupKeep: 14 } });
  expect(config({ BACKUP_FOLDER: '/backups', BACKUP_KEEP: '0' })).toEqual({
    mistakes: ['BACKUP_KEEP must be a whole number from 1 to 1000.'],
  });
  expect(config({ BACKUP_FOLDER: '/backups', DATABASE_URL: 'libsql://database.example.gov' })).toEqual({
    mistakes: ['BACKUP_FOLDER works only with a database file. Back up a database server with its own tools.'],
  });
});
