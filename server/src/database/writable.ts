import { accessSync, constants } from 'node:fs';
import { dirname } from 'node:path';

/** What SQLite keeps beside a database's file, by the ends of their names. */
export const endings = ['-wal', '-shm', '-journal'];

/**
 * Sees that this account may write a database's file, what lies beside it, and the folder, before SQLite opens any of it:
 * reading already makes files there, which it then cannot take away.
 * @throws Error with what may not be written, and what to do.
 */
export function requireWritable(file: string): void {
  requireAccess('folder', dirname(file), constants.R_OK | constants.W_OK | constants.X_OK);
  for (const ending of ['', ...endings]) requireAccess('file', file + ending, constants.R_OK | constants.W_OK);
}

/** The word for a folder that could not be made, and what to do. */
export function folderNotMade(folder: string): Error {
  return new Error(`the folder ${folder} cannot be made by this account. Make it, and let the account write to it.`);
}

function requireAccess(kind: 'file' | 'folder', path: string, mode: number): void {
  try {
    accessSync(path, mode);
  } catch (error) {
    const what = refusal((error as NodeJS.ErrnoException).code);
    // What is missing is made, and what else is wrong SQLite says itself.
    if (what !== undefined) throw new Error(`the ${kind} ${path} ${what}`, { cause: error });
  }
}

function refusal(code: string | undefined): string | undefined {
  if (code === 'EROFS') return 'is on a read-only disk. Mount it so that it can be written.';
  if (code !== 'EACCES' && code !== 'EPERM') return undefined;
  return (
    'may not be written to by this account. ' +
    'Let the account write to it, or run the command as the account that owns the database.'
  );
}
