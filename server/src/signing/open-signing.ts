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

/** Says in the log that the key is missing. */
type KeyLog = Pick<Logger, 'error'>;

/** Reads the key to sign with: at every signature, since it may have been rotated. @throws SigningKeyError */
export type ReadSigningKey = () => Promise<SigningKey>;

/**
 * Finds the installation's key, or creates it at the first start. If the database knows a key and the file is missing, as
 * after a restore on a new machine, everything but submitting works: a new key would retire that of other machines.
 * @throws SigningKeyError if the file cannot be used, or has another key than the other collectors.
 */
export async function openSigning(options: SigningOptions & { log: KeyLog }): Promise<ReadSigningKey> {
  const { db, clock, file, log } = options;
  const isMissing = readKeyFile(file) === undefined;
  const current = await currentKeyId(db);
  if (isMissing && current !== undefined) {
    log.error({ file, key: current }, 'signing key missing');
    return () => readCurrent(options);
  }
  if (isMissing) createKeyFile(file);
  const key = readKeyFile(file)!;
  if (current === undefined) await recordKey(db, { key, replaces: undefined, because: 'first start' }, clock());
  // Of two collectors that start at once, one may have recorded another key.
  await requireCurrent(options, key);
  return () => readCurrent(options);
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
    `The signing key in ${file} ${what}. All collectors of a database need the same key: copy the file from the collector that has the current one. If no one has it anymore, run heart key rotate.`,
  );
}
