import { createHash } from 'node:crypto';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';
import type { Handler } from 'hono';

export interface Asset {
  body: Uint8Array<ArrayBuffer>;
  type: string;
  /** Cache-Control. */
  cache: string;
}

/** Serves a file from memory, compressed once at the start, to pages of any origin. */
export function serveAsset({ body, type, cache }: Asset): Handler {
  const etag = `"${createHash('sha256').update(body).digest('base64url').slice(0, 22)}"`;
  const encodings = {
    br: brotliCompressSync(body, { params: { [constants.BROTLI_PARAM_QUALITY]: 11 } }),
    gzip: gzipSync(body, { level: 9 }),
  };
  return (c) => {
    c.header('Cache-Control', cache);
    c.header('Vary', 'Accept-Encoding');
    c.header('Access-Control-Allow-Origin', '*');
    c.header('Cross-Origin-Resource-Policy', 'cross-origin');
    c.header('ETag', etag);
    if (c.req.header('if-none-match') === etag) return c.body(null, 304);
    const accepted = c.req.header('accept-encoding') ?? '';
    const encoding = (['br', 'gzip'] as const).find((name) =>
      new RegExp(`\\b${name}\\b(?!\\s*;\\s*q=0)`).test(accepted),
    );
    if (encoding) c.header('Content-Encoding', encoding);
    return c.body(encoding ? new Uint8Array(encodings[encoding]) : body, 200, { 'Content-Type': type });
  };
}
