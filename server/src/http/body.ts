import type { Context, MiddlewareHandler } from 'hono';
import { bodyLimit } from 'hono/body-limit';

/** The maximum size of a response in transit, in bytes. */
export const maxBody = 64 * 1024;

/**
 * Passes on bodies of up to `maxBytes` and answers larger ones with `refuse`, whether or not they state their length.
 */
export function limitBody(
  refuse: (c: Context) => Response | Promise<Response>,
  maxBytes: number = maxBody,
): MiddlewareHandler {
  const limit = bodyLimit({ maxSize: maxBytes, onError: refuse });
  return async function limitBody(c, next) {
    // Node reads no more than the stated length. Only bodies that state none must be counted, which costs a stream.
    const stated = c.req.header('transfer-encoding') === undefined ? Number(c.req.header('content-length')) : NaN;
    return stated <= maxBytes ? next() : limit(c, next);
  };
}

/** Whether the body is uncompressed. The collector decompresses nothing: a few bytes could become gigabytes. */
export function isPlain(c: Context): boolean {
  return /^(identity)?$/i.test((c.req.header('content-encoding') ?? '').trim());
}

/** Whether the body has that media type, is in UTF-8, and is not compressed. */
export function isOfType(c: Context, mediaType: string): boolean {
  if (!isPlain(c)) return false;
  const [type = '', ...parameters] = (c.req.header('content-type') ?? '').toLowerCase().split(';');
  const charset = parameters.map((parameter) => parameter.trim()).find((parameter) => parameter.startsWith('charset='));
  return type.trim() === mediaType && (charset === undefined || /^charset="?utf-8"?$/.test(charset));
}

/** The body's text, or null if it is not UTF-8. */
export async function readText(c: Context): Promise<string | null> {
  return decode(new Uint8Array(await c.req.arrayBuffer()));
}

const utf8 = new TextDecoder('utf-8', { fatal: true });

/** The bytes as text, or null if they are not UTF-8. */
export function decode(bytes: Uint8Array): string | null {
  try {
    return utf8.decode(bytes);
  } catch {
    return null;
  }
}
