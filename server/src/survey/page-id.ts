import { randomBytes } from 'node:crypto';

/**
 * The id that a page gives its response: a custom UUID (RFC 9562, version 8). It starts with the time at which the page
 * was created, so that an instant answer from a bot can be told apart from one that a person read and filled in. The
 * other 74 bits are random.
 */
export function newPageId(now: number): string {
  const bytes = randomBytes(16);
  bytes.writeUIntBE(now, 0, 6);
  bytes[6] = (bytes[6]! & 0x0f) | 0x80;
  bytes[8] = (bytes[8]! & 0x3f) | 0x80;
  return bytes.toString('hex').replace(/(.{8})(.{4})(.{4})(.{4})(.{12})/, '$1-$2-$3-$4-$5');
}

/** When the page with this id was created, in milliseconds since the epoch. Null for an id from elsewhere. */
export function pageMadeAt(id: string): number | null {
  const [first = '', second = '', third = ''] = id.split('-');
  return third.startsWith('8') ? Number.parseInt(first + second, 16) : null;
}
