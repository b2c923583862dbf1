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
    // If backups are configured and none is found, or the folder cannot be read, the last one counts as infinitely old.
    gauge('heart_last_backup_timestamp_seconds', 'When the last good backup was made; 0 if none was found.', async () =>
      lastBackup === undefined ? [] : [{ value: (await inTime(lastBackup()).catch(() => 0)) / 1000 }],
    ),
  ];
}

/** How long a folder on another machine may take to answer, in milliseconds; the other metrics wait no longer. */
const timeout = 1000;

function inTime(asked: Promise<number>): Promise<number> {
  return Promise.race([asked, wait(timeout, 0, { ref: false })]);
}
