import { prepareKey, readKeyFile, SigningKeyError } from './key-file.ts';
import { recordKey } from './key-record.ts';
import { currentKeyId } from './known-keys.ts';
import { missing, type SigningOptions } from './open-signing.ts';

/**
 * Writes a new key to the file and retires the current one. A running collector signs with the new one from then on.
 * @param isLost whether the file is gone for good.
 * @throws SigningKeyError
 */
export async function rotateKey({
  db,
  clock,
  file,
  isLost = false,
}: SigningOptions & { isLost?: boolean }): Promise<{ id: string; retired: string | undefined }> {
  const isThere = readKeyFile(file) !== undefined;
  // The wrong folder would otherwise get a key that no collector reads.
  if (!isThere && !isLost) throw missing(file);
  if (isThere && isLost)
    throw new SigningKeyError(`The signing key is at ${file}. Run heart key rotate without --lost.`);
  const retired = await currentKeyId(db);
  const { key, put, drop } = prepareKey(file);
  try {
    if (
      !(await recordKey(db, { key, replaces: retired, because: isLost ? 'key file was lost' : 'rotation' }, clock()))
    ) {
      throw new SigningKeyError('Someone else has just rotated the key. Nothing was changed.');
    }
    put();
    return { id: key.id, retired };
  } finally {
    drop();
  }
}
