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
    gauge('heart_disk_free_bytes', 'Room left on the disk of the database.', of(freeAt)),
    // Where backups are to be made and none is found, or none can be looked for, the last one is as old as can be.
    gauge(
      'heart_last_backup_timestamp_seconds',
      'When the last good backup was made; 0 where none is found.',
      async () => (lastBackup === undefined ? [] : [{ value: (await inTime(lastBackup(), 0).catch(() => 0)) / 1000 }]),
    ),
  ];
}

/** So long another machine may take to answer, in milliseconds; the other metrics do not wait for longer. */
const patience = 1000;

/** What was asked for, or that value where it takes too long. */
export function inTime<T>(asked: Promise<T>, otherwise: T): Promise<T> {
  return Promise.race([asked, wait(patience, otherwise, { ref: false })]);
}
