import type { Context, MiddlewareHandler } from 'hono';
import { bodyLimit } from 'hono/body-limit';

/** The most bytes that a response may have on the wire. */
const maxBody = 64 * 1024;

/** Passes on bodies up to `most` bytes and answers larger ones with `refuse`, whether they state their length or not. */
export function limitBody(
  refuse: (c: Context) => Response | Promise<Response>,
  most: number = maxBody,
): MiddlewareHandler {
  const limit = bodyLimit({ maxSize: most, onError: refuse });
  return async function limitBody(c, next) {
    // Node reads no more than the stated length. Only what states none has to be counted, which costs a stream.
    const stated = c.req.header('transfer-encoding') === undefined ? Number(c.req.header('content-length')) : NaN;
    return stated <= most ? next() : limit(c, next);
  };
}

/** Whether the body is as it was written. Nothing here unpacks: a few bytes could be made into gigabytes. */
export function isPlain(c: Context): boolean {
  return /^(identity)?$/i.test((c.req.header('content-encoding') ?? '').trim());
}

/** Whether the body is of that media type, in UTF-8 as everything here, and not compressed. */
export function isOfType(c: Context, mediaType: string): boolean {
  if (!isPlain(c)) return false;
  const [type = '', ...parameters] = (c.req.header('content-type') ?? '').toLowerCase().split(';');
  const charset = parameters.map((parameter) => parameter.trim()).find((parameter) => parameter.startsWith('charset='));
  return type.trim() === mediaType && (charset === undefined || /^charset="?utf-8"?$/.test(charset));
}

/** The body's text, or null where it is not UTF-8. */
export async function readText(c: Context): Promise<string | null> {
  return decode(new Uint8Array(await c.req.arrayBuffer()));
}

const utf8 = new TextDecoder('utf-8', { fatal: true });

/** The bytes as text, or null where they are not UTF-8. */
export function decode(bytes: Uint8Array): string | null {
  try {
    return utf8.decode(bytes);
  } catch {
    return null;
  }
}
