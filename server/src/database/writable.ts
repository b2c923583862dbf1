import { accessSync, constants } from 'node:fs';
import { dirname } from 'node:path';

/** The suffixes of the files that SQLite keeps beside a database. */
export const endings = ['-wal', '-shm', '-journal'];

/**
 * Checks that this account may write a database file, the files beside it, and its folder, before SQLite opens any of
 * them: even reading creates files there, which SQLite could then not remove.
 * @throws Error with what is not writable and how to fix it.
 */
export function requireWritable(file: string): void {
  requireAccess('folder', dirname(file), constants.R_OK | constants.W_OK | constants.X_OK);
  for (const ending of ['', ...endings]) requireAccess('file', file + ending, constants.R_OK | constants.W_OK);
}

/** The error for a folder that cannot be created, with how to fix it. */
export function folderNotMade(folder: string): Error {
  return new Error(
    `the folder ${folder} cannot be created by this account. Create it and give the account write permission.`,
  );
}

function requireAccess(kind: 'file' | 'folder', path: string, mode: number): void {
  try {
    accessSync(path, mode);
  } catch (error) {
    const what = refusal((error as NodeJS.ErrnoException).code);
    // Missing files are created, and SQLite reports other problems itself.
    if (what !== undefined) throw new Error(`the ${kind} ${path} ${what}`, { cause: error });
  }
}

function refusal(code: string | undefined): string | undefined {
  if (code === 'EROFS') return 'is on a read-only disk. Mount it as writable.';
  if (code !== 'EACCES' && code !== 'EPERM') return undefined;
  return (
    'is not writable by this account. ' +
    'Give the account write permission, or run the command as the account that owns the database.'
  );
}
