import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';

export interface Backups {
  databaseUrl: string;
  /** The script that Node runs for a `heart` command. */
  heart: string;
  /** The folder for backups. Other files in it are left alone. */
  folder: string;
  /** How many of the newest backups to keep. */
  keep: number;
}

/** When the next backup is due, in milliseconds: half an hour short of a day, so that an hourly job keeps its time of day. */
const dueAfter = (24 * 60 - 30) * 60 * 1000;

const nameOf = (at: number) => `heart-${new Date(at).toISOString().replaceAll(/[-:]|\.\d+/g, '')}.db`;
const pattern = /^heart-(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z\.db(\.part(?:-[a-z]+)?)?$/;

/**
 * When the newest complete backup in the folder was made, in milliseconds since the epoch; undefined if there is none.
 * Ignores backups with a date in the future, made while the clock was wrong.
 */
export async function newestBackup(folder: string, now: number): Promise<number | undefined> {
  return (await backupsIn(folder)).findLast(({ isComplete, at }) => isComplete && at <= now)?.at;
}

/**
 * Makes a backup if the newest one is a day old, and deletes the oldest ones after the new one was checked. It runs in
 * its own process: the driver would block the event loop for seconds per million responses.
 * @param signal stops it. An unfinished backup does not have the name of a backup.
 * @returns its path, or undefined if none was due. @throws Error with the error output of the process.
 */
export async function backUpIfDue(
  { databaseUrl, heart, folder, keep }: Backups,
  now: number,
  signal?: AbortSignal,
): Promise<string | undefined> {
  const newest = await newestBackup(folder, now);
  if (newest !== undefined && now - newest < dueAfter) return undefined;
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const file = join(folder, nameOf(now));
  await runHeart([heart, 'backup', file], databaseUrl, signal);
  const made = await backupsIn(folder);
  // Backups with a date in the future stay, since someone may want them. They age like all others.
  const old = made.filter(({ isComplete, at, path }) => isComplete && at <= now && path !== file).toReversed();
  const unfinished = made.filter(({ isComplete }) => !isComplete);
  await Promise.all(
    [...old.slice(keep - 1), ...unfinished].map(({ path }) => rm(path, { recursive: true, force: true })),
  );
  return file;
}

/** The backups in the folder, oldest first. */
async function backupsIn(folder: string) {
  const names = await readdir(folder).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return [];
    throw error;
  });
  return names
    .flatMap((name) => {
      const found = pattern.exec(name);
      if (!found) return [];
      const [, year, month, day, hour, minute, second, suffix] = found;
      const at = Date.parse(`${year}-${month}-${day}T${hour}:${minute}:${second}Z`);
      return [{ path: join(folder, name), at, isComplete: suffix === undefined }];
    })
    .toSorted((one, other) => one.at - other.at);
}

/** Runs a `heart` command in its own process. @throws Error with its error output. */
export async function runHeart(args: string[], databaseUrl: string, signal?: AbortSignal): Promise<void> {
  const child = spawn(process.execPath, args, {
    env: { DATABASE_URL: databaseUrl },
    stdio: ['ignore', 'ignore', 'pipe'],
    ...(signal ? { signal } : {}),
  });
  const [errors, [code]] = await Promise.all([text(child.stderr), once(child, 'close') as Promise<[number | null]>]);
  if (code !== 0) throw new Error(errors.trim() || `heart ${args[1]} failed with exit code ${code}.`);
}
