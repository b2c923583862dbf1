import { randomInt } from 'node:crypto';

/** No `0`, `1`, `i`, `l` and `o`: these are copied by hand. */
const emails = 'abcdefghjkmnpqrstuvwxyz23456789';

/** Ten codes of about 49 bits each, for the day when the phone is lost. */
export function makeBackupCodes(): string[] {
  const five = () => Array.from({ length: 5 }, () => emails[randomInt(emails.length)]).join('');
  return Array.from({ length: 10 }, () => `${five()}-${five()}`);
}
