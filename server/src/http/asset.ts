import { hash } from 'node:crypto';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';
import type { Handler } from 'hono';
import { parseAccept } from 'hono/utils/accept';

export interface Asset {
  body: Uint8Array<ArrayBuffer>;
  type: string;
  /** Cache-Control. */
  cache: string;
  /** Whether pages of other origins may load it as a module and check its integrity. */
  forAnyOrigin?: boolean;
}

/** The first letters of a file's hash: another file has another name, so that each may be kept for good. */
export function hashOf(body: Uint8Array): string {
  return hash('sha256', body, 'base64url').slice(0, 16);
}

/** Serves a file from memory, compressed once at the start. */
export function serveAsset({ body, type, cache, forAnyOrigin = false }: Asset): Handler {
  const etag = `"${hashOf(body)}"`;
  const encodings = {
    br: brotliCompressSync(body, { params: { [constants.BROTLI_PARAM_QUALITY]: 11 } }),
    gzip: gzipSync(body, { level: 9 }),
  };
  return (c) => {
    c.header('Cache-Control', cache);
    c.header('Vary', 'Accept-Encoding');
    if (forAnyOrigin) c.header('Access-Control-Allow-Origin', '*');
    c.header('ETag', etag);
    if (c.req.header('if-none-match') === etag) return c.body(null, 304);
    const accepted = parseAccept(c.req.header('accept-encoding') ?? '').filter(({ q }) => q > 0);
    const encoding = (['br', 'gzip'] as const).find((name) => accepted.some(({ type }) => type.toLowerCase() === name));
    if (encoding) c.header('Content-Encoding', encoding);
    return c.body(encoding ? new Uint8Array(encodings[encoding]) : body, 200, { 'Content-Type': type });
  };
}
