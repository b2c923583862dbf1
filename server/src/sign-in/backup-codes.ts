import { randomInt } from 'node:crypto';

/** Without `0`, `1`, `i`, `l` and `o`, because people copy these codes by hand. */
const alphabet = 'abcdefghjkmnpqrstuvwxyz23456789';

/** Ten codes of about 49 bits each, for when the phone is lost. */
export function makeBackupCodes(): string[] {
  const half = () => Array.from({ length: 5 }, () => alphabet[randomInt(alphabet.length)]).join('');
  return Array.from({ length: 10 }, () => `${half()}-${half()}`);
}
