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

/** A collector that makes backups in its own folder. `tick` moves the clock by an hour and runs the job. */
async function aBackupJob(keep: number) {
  const folder = await aFolder();
  const collector = await aCollector({ BACKUP_FOLDER: join(folder.path, 'backups'), BACKUP_KEEP: String(keep) });
  const read = readConfig(collector.env);
  if ('errors' in read) throw new Error(read.errors.join());
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

test('makes a complete backup each day, and keeps a limited number', async () => {
  await using backupJob = await aBackupJob(2);
  const { collector, folder, logged, names } = backupJob;
  expect((await send(collector, aResponse({ comment: 'Thank you' }))).status).toBe(201);
  expect(await newestBackup(folder, collector.clock.now)).toBeUndefined();
  await backupJob.run();
  expect(await names()).toEqual(['heart-20260817T190000Z.db']);
  expect(logged).toEqual([{ file: join(folder, 'heart-20260817T190000Z.db') }]);
  const { job_lease: _, ...tables } = await contents(collector.db);
  const copy = await openDatabase(`file:${join(folder, 'heart-20260817T190000Z.db')}`);
  const { job_lease: __, ...copied } = await contents(copy);
  copy.$client.close();
  expect(copied).toEqual(tables);

  await writeFile(join(folder, 'notes'), 'Ours');
  await writeFile(join(folder, 'heart-20260101T000000Z.db.part'), 'Half');
  for (let hours = 0; hours < 23; hours += 1) await backupJob.tick();
  expect(logged, 'no backup is due within a day').toHaveLength(1);
  await backupJob.tick();
  collector.clock.now += 23 * hour;
  await backupJob.tick();
  expect((await names()).filter((name) => !/-(wal|shm)$/.test(name))).toEqual([
    'heart-20260818T190000Z.db',
    'heart-20260819T190000Z.db',
    'notes',
  ]);
  expect(await newestBackup(folder, collector.clock.now)).toBe(collector.clock.now);
});

test('a failed backup reports its error, deletes no old backup, and is retried within the hour', async () => {
  await using backupJob = await aBackupJob(1);
  const { collector, folder, names } = backupJob;
  await backupJob.run();
  collector.clock.now += 23 * hour;
  // A folder with the name of the next unfinished backup.
  const unfinished = join(folder, 'heart-20260818T190000Z.db.part');
  await mkdir(unfinished);
  await expect(backupJob.tick()).rejects.toThrow(/./);
  expect(await names()).toContain('heart-20260817T190000Z.db');
  expect(await newestBackup(folder, collector.clock.now)).toBe(Date.UTC(2026, 7, 17, 19));
  await backupJob.tick();
  expect(await newestBackup(folder, collector.clock.now)).toBe(Date.UTC(2026, 7, 18, 20));
});

test('a backup made while the clock was a year ahead neither delays the next one nor replaces another', async () => {
  await using backupJob = await aBackupJob(2);
  const { clock } = backupJob.collector;
  clock.now += 365 * 24 * hour;
  await backupJob.run();
  clock.now -= 365 * 24 * hour;
  await backupJob.run();
  for (let hours = 0; hours < 24; hours += 1) await backupJob.tick();
  expect(await backupJob.names()).toEqual([
    'heart-20260817T190000Z.db',
    'heart-20260818T190000Z.db',
    'heart-20270817T190000Z.db',
  ]);
});

test('stopping the collector stops a running backup, and an unfinished one does not have the name of a backup', async () => {
  await using backupJob = await aBackupJob(2);
  await insertRows(backupJob.collector.db, { responses: 40_000 });
  const signal = new AbortController();
  const running = backupJob.run(signal.signal);
  const unfinished = async () =>
    (await readdir(backupJob.folder).catch(() => [])).filter((name) => name.includes('.part'));
  await expect.poll(unfinished, { timeout: 30_000, interval: 5 }).not.toEqual([]);
  signal.abort();
  await expect(running).rejects.toThrow(/abort/);
  expect((await backupJob.names()).filter((name) => name.endsWith('.db'))).toEqual([]);
  backupJob.collector.clock.now += hour;
  await backupJob.run();
  expect((await backupJob.names()).filter((name) => name.includes('.part'))).toEqual([]);
  expect((await backupJob.names()).filter((name) => name.endsWith('.db'))).toEqual(['heart-20260817T200000Z.db']);
});

test('needs a folder, a valid number of backups, and a database file', () => {
  const config = (env: Record<string, string>) => readConfig(env);
  expect(config({})).toMatchObject({ config: { backupFolder: undefined, backupKeep: 14 } });
  expect(config({ BACKUP_FOLDER: '/backups', BACKUP_KEEP: '0' })).toEqual({
    errors: ['BACKUP_KEEP must be a whole number from 1 to 1000.'],
  });
  expect(config({ BACKUP_FOLDER: '/backups', DATABASE_URL: 'libsql://database.example.gov' })).toEqual({
    errors: ['BACKUP_FOLDER works only with a database file. Back up a database server with its own tools.'],
  });
});
