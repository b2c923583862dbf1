import type { Database } from '../database/database.ts';
import type { Logger } from '../log.ts';
import { createKeyFile, readKeyFile, SigningKeyError } from './key-file.ts';
import { recordKey } from './key-record.ts';
import type { SigningKey } from './keys.ts';
import { currentKeyId, knownKeys } from './known-keys.ts';

export interface SigningOptions {
  db: Database;
  /** Milliseconds since the epoch. */
  clock: () => number;
  /** The path of the key file. */
  file: string;
}

/** Says in the log why no one can sign. */
type KeyLog = Pick<Logger, 'error'>;

/** Reads the key to sign with: at every signature, since it may have been rotated. @throws SigningKeyError */
export type ReadSigningKey = () => Promise<SigningKey>;

/**
 * Finds the installation's key, or creates it at the first start. If the key cannot be used, the log says why, and
 * everything but submitting works: customers can answer without it.
 */
export async function openSigning(options: SigningOptions & { log: KeyLog }): Promise<ReadSigningKey> {
  try {
    await prepare(options);
  } catch (error) {
    logUnusableKey(options.log, error);
  }
  return () => readCurrent(options);
}

/** Logs why the key cannot be used. @throws the error if it is not about the key. */
export function logUnusableKey(log: KeyLog, error: unknown): void {
  if (!(error instanceof SigningKeyError)) throw error;
  log.error({ reason: error.message }, 'signing key not usable');
}

/** Creates the key at the first start, and checks it. @throws SigningKeyError */
async function prepare(options: SigningOptions): Promise<void> {
  const { db, clock, file } = options;
  const isMissing = readKeyFile(file) === undefined;
  const current = await currentKeyId(db);
  // As after a restore on a new machine: a new key would retire that of other machines.
  if (isMissing && current !== undefined) throw missing(file);
  if (isMissing) createKeyFile(file);
  const key = readKeyFile(file)!;
  if (current === undefined) await recordKey(db, { key, replaces: undefined, because: 'first start' }, clock());
  // Of two collectors that start at once, one may have recorded another key.
  await requireCurrent(options, key);
}

/** The key in the file, which must be the current one. @throws SigningKeyError */
async function readCurrent(options: Omit<SigningOptions, 'clock'>): Promise<SigningKey> {
  const key = readKeyFile(options.file);
  if (key === undefined) throw missing(options.file);
  await requireCurrent(options, key);
  return key;
}

/** The error for a key file that is not there. */
export function missing(file: string): SigningKeyError {
  return new SigningKeyError(
    `There is no signing key at ${file}. Put back your copy of the file, or copy it from another machine. If no one has it anymore, run heart key rotate --lost.`,
  );
}

async function requireCurrent({ db, file }: Omit<SigningOptions, 'clock'>, { id }: SigningKey): Promise<void> {
  const known = (await knownKeys(db)).get(id);
  if (known !== undefined && known.retiredAt === null) return;
  const what =
    known === undefined
      ? 'is not the current key of this database'
      : `was retired on ${new Date(known.retiredAt!).toISOString()}`;
  throw new SigningKeyError(
    `The signing key in ${file} ${what}. All collectors on a database need the same key: copy the file from the collector that has the current one. If no one has it anymore, run heart key rotate.`,
  );
}
