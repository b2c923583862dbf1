import { prepareKey, readKeyFile, SigningKeyError } from './key-file.ts';
import { recordKey } from './key-record.ts';
import { knownKeys } from './known-keys.ts';
import { missing, type SigningOptions } from './open-signing.ts';

/**
 * Writes a new key to the file and retires the current one. A running collector signs with the new one from then on.
 * @throws SigningKeyError
 */
export async function rotateKey({
  db,
  clock,
  file,
}: SigningOptions): Promise<{ id: string; retired: string | undefined }> {
  // The wrong folder would otherwise get a key that no collector reads.
  if (readKeyFile(file) === undefined) throw missing(file);
  const [retired] = [...(await knownKeys(db))].find(([, { retiredAt }]) => retiredAt === null) ?? [];
  const { key, put, drop } = prepareKey(file);
  try {
    if (!(await recordKey(db, { key, replaces: retired, because: 'rotation' }, clock()))) {
      throw new SigningKeyError('Someone else has just rotated the key. Nothing was changed.');
    }
    put();
    return { id: key.id, retired };
  } finally {
    drop();
  }
}
