import { randomUUID } from 'node:crypto';
import { linkSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { makeFolder } from '../database/database.ts';
import { canonicalJson } from './canonical-json.ts';
import { newPrivateJwk, signingKeyOf, type PrivateJwk, type SigningKey } from './keys.ts';

// The file with the private key. It is outside the database, so that a backup cannot sign.

/** The key file cannot be used. The message says why, and what to do. */
export class SigningKeyError extends Error {}

/** Reads the key. @returns undefined if there is no file. @throws SigningKeyError if the file cannot be used. */
export function readKeyFile(file: string): SigningKey | undefined {
  const text = textOf(file);
  if (text === undefined) return undefined;
  const key = signingKeyOf(text);
  if (key === undefined) {
    throw new SigningKeyError(
      `The signing key in ${file} is broken. Put back your copy of the file. If you have none, delete the file and run heart key rotate --lost.`,
    );
  }
  return key;
}

/** Creates the file with a new key, unless another process has just created it. @throws SigningKeyError */
export function createKeyFile(file: string): void {
  const waiting = writeBeside(file, newPrivateJwk());
  try {
    // A link appears with its whole content, and never replaces a file.
    linkSync(waiting, file);
  } catch (error) {
    if (codeOf(error) !== 'EEXIST') throw notWritten(file, error);
  } finally {
    rmSync(waiting, { force: true });
  }
}

/** A new key that waits beside the file. */
export interface WaitingKey {
  key: SigningKey;
  /** Replaces the file in one step. */
  put: () => void;
  drop: () => void;
}

/** Writes a new key beside the file. @throws SigningKeyError */
export function prepareKey(file: string): WaitingKey {
  const jwk = newPrivateJwk();
  const waiting = writeBeside(file, jwk);
  return {
    key: signingKeyOf(canonicalJson(jwk))!,
    put: () => renameSync(waiting, file),
    drop: () => rmSync(waiting, { force: true }),
  };
}

function textOf(file: string): string | undefined {
  try {
    const { mode } = statSync(file);
    if ((mode & 0o077) !== 0) {
      throw new SigningKeyError(
        `Other accounts on this computer can read the signing key in ${file}. Run chmod 600 ${file}.`,
      );
    }
    return readFileSync(file, 'utf8');
  } catch (error) {
    if (error instanceof SigningKeyError) throw error;
    if (codeOf(error) === 'ENOENT') return undefined;
    throw new SigningKeyError(`The signing key in ${file} cannot be read: ${reasonOf(error)}.`, { cause: error });
  }
}

function writeBeside(file: string, jwk: PrivateJwk): string {
  const waiting = `${file}.${randomUUID()}`;
  try {
    makeFolder(dirname(file));
    writeFileSync(waiting, `${canonicalJson(jwk)}\n`, { flag: 'wx', mode: 0o600, flush: true });
    return waiting;
  } catch (error) {
    rmSync(waiting, { force: true });
    throw notWritten(file, error);
  }
}

function notWritten(file: string, error: unknown): SigningKeyError {
  return new SigningKeyError(
    `The signing key cannot be written to ${file}: ${reasonOf(error)}. Set SIGNING_KEY_FILE to a file that this account can write.`,
    { cause: error },
  );
}

const codeOf = (error: unknown) => (error as NodeJS.ErrnoException).code;

function reasonOf(error: unknown): string {
  const { code, message } = error as NodeJS.ErrnoException;
  return reasons[code ?? ''] ?? code ?? message.replace(/\.$/, '');
}

const reasons: Record<string, string> = {
  EACCES: 'this account is not allowed to',
  EPERM: 'this account is not allowed to',
  EROFS: 'the disk is read-only',
  ENOSPC: 'the disk is full',
  ENOENT: 'its folder does not exist',
  ENOTDIR: 'a part of its path is not a folder',
  EISDIR: 'it is a folder',
};
