import { randomBytes } from 'node:crypto';

/**
 * The id that a page gives the response it is sent with: a UUID of our own kind (RFC 9562, version 8) that begins with
 * the moment at which the page was made, so that what a machine fills in at once can be told from what somebody read.
 * The other 74 bits are random.
 */
export function newPageId(now: number): string {
  const bytes = randomBytes(16);
  bytes.writeUIntBE(now, 0, 6);
  bytes[6] = (bytes[6]! & 0x0f) | 0x80;
  bytes[8] = (bytes[8]! & 0x3f) | 0x80;
  return bytes.toString('hex').replace(/(.{8})(.{4})(.{4})(.{4})(.{12})/, '$1-$2-$3-$4-$5');
}

/** When the page was made that gave this id, in milliseconds since the epoch; null for an id that was made elsewhere. */
export function pageMadeAt(id: string): number | null {
  const [first = '', second = '', third = ''] = id.split('-');
  return third.startsWith('8') ? Number.parseInt(first + second, 16) : null;
}
