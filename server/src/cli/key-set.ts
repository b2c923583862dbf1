import { readFileSync } from 'node:fs';
import { readKeySet, type KnownKey } from '../signing/signing.ts';
import { UserError } from './command.ts';

/** The public keys in a file that was saved from a collector. @throws UserError */
export function keysInFile(file: string): Map<string, KnownKey> {
  const keys = readKeySet(textOfFile(file));
  if (keys === undefined) throw new UserError(`${file} is not a set of public keys from this program.`);
  return keys;
}

/** The content of a file that the user named. @throws UserError */
export function textOfFile(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    throw new UserError(`${file} cannot be read: ${(error as Error).message}`);
  }
}
