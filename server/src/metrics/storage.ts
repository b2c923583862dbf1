import { stat, statfs } from 'node:fs/promises';
import { dirname } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { fileOf } from '../database/database.ts';
import { gauge, type Family, type Sample } from './exposition.ts';

/**
 * The size of the database, the free disk space, and the age of the last backup. A database server reports its own
 * size.
 */
export function storageFamilies(databaseUrl: string, lastBackup?: () => Promise<number>): Family[] {
  const file = fileOf(databaseUrl);
  const of = (read: (file: string) => Promise<number>) => async (): Promise<Sample[]> => {
    if (file === undefined) return [];
    const value = await read(file).catch(() => null);
    return value === null ? [] : [{ value }];
  };
  const sizeOf = async (path: string) => (await stat(path)).size;
  const freeAt = async (path: string) => {
    const { bavail, bsize } = await statfs(dirname(path));
    return bavail * bsize;
  };
  return [
    gauge('heart_database_bytes', 'Size of the database file.', of(sizeOf)),
    gauge(
      'heart_wal_bytes',
      'Size of the write-ahead log.',
      of((path) => sizeOf(`${path}-wal`)),
    ),
    gauge('heart_disk_free_bytes', 'Free space on the disk of the database.', of(freeAt)),
    // 0 if backups are configured but none is found, or the folder cannot be read: then an alert fires.
    gauge('heart_last_backup_timestamp_seconds', 'When the last good backup was made; 0 if there is none.', async () =>
      lastBackup === undefined ? [] : [{ value: (await withTimeout(lastBackup(), 0).catch(() => 0)) / 1000 }],
    ),
  ];
}

/** How long to wait for another machine, in milliseconds, so that it does not delay all metrics. */
const timeout = 1000;

/** The value, or the fallback if it takes too long. */
export function withTimeout<T>(value: Promise<T>, fallback: T): Promise<T> {
  return Promise.race([value, wait(timeout, fallback, { ref: false })]);
}
