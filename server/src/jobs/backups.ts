import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';

export interface Backups {
  databaseUrl: string;
  /** What Node runs for a `heart` command. */
  heart: string;
  /** Where they go; a folder that holds whatever else is left alone. */
  folder: string;
  /** How many are kept, the newest. */
  keep: number;
}

/** A day less some minutes, so that a job that runs by the hour makes one at the same hour each day, in milliseconds. */
const age = (24 * 60 - 30) * 60 * 1000;

const nameOf = (at: number) => `heart-${new Date(at).toISOString().replaceAll(/[-:]|\.\d+/g, '')}.db`;
const pattern = /^heart-(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z\.db(\.part(?:-[a-z]+)?)?$/;

/**
 * When the newest whole backup in the folder was made, in milliseconds since the epoch; undefined where there is none. One
 * that was made by a clock that was ahead counts for nothing.
 */
export async function newestBackup(folder: string, now: number): Promise<number | undefined> {
  return (await backupsIn(folder)).findLast(({ isWhole, at }) => isWhole && at <= now)?.at;
}

/**
 * Makes a backup where the newest one is a day old, and deletes the oldest ones once the new one is there and was checked.
 * It is made in a process of its own: the driver would hold this one's event loop for seconds a million responses.
 * @param over ends it; what it has written until then has no backup's name.
 * @returns its path, or undefined where none was due. @throws Error with what the process said.
 */
export async function backUpIfDue(
  { databaseUrl, heart, folder, keep }: Backups,
  now: number,
  signal?: AbortSignal,
): Promise<string | undefined> {
  const newest = await newestBackup(folder, now);
  if (newest !== undefined && now - newest < age) return undefined;
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const file = join(folder, nameOf(now));
  await run([heart, 'backup', file], databaseUrl, signal);
  const made = await backupsIn(folder);
  // What is dated ahead is left where it is: it may be wanted, and time will take it.
  const old = made.filter(({ isWhole, at, path }) => isWhole && at <= now && path !== file).toReversed();
  const halves = made.filter(({ isWhole }) => !isWhole);
  await Promise.all([...old.slice(keep - 1), ...halves].map(({ path }) => rm(path, { recursive: true, force: true })));
  return file;
}

/** The oldest first. */
async function backupsIn(folder: string) {
  const names = await readdir(folder).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return [];
    throw error;
  });
  return names
    .flatMap((name) => {
      const found = pattern.exec(name);
      if (!found) return [];
      const [, year, month, day, hour, minute, second, half] = found;
      const at = Date.parse(`${year}-${month}-${day}T${hour}:${minute}:${second}Z`);
      return [{ path: join(folder, name), at, isWhole: half === undefined }];
    })
    .toSorted((one, other) => one.at - other.at);
}

async function run(args: string[], databaseUrl: string, signal?: AbortSignal): Promise<void> {
  const child = spawn(process.execPath, args, {
    env: { DATABASE_URL: databaseUrl },
    stdio: ['ignore', 'ignore', 'pipe'],
    ...(signal ? { signal: signal } : {}),
  });
  const [notice, [code]] = await Promise.all([text(child.stderr), once(child, 'close') as Promise<[number | null]>]);
  if (code !== 0) throw new Error(notice.trim() || `The backup ended with ${code}.`);
}
