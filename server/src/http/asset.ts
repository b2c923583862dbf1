import { hash } from 'node:crypto';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';
import type { Handler } from 'hono';
import { parseAccept } from 'hono/utils/accept';

/** A file as it is sent: compressed once, when it is first requested, however many URLs serve it. */
export interface Packed {
  etag: string;
  identity: Uint8Array<ArrayBuffer>;
  br: () => Uint8Array<ArrayBuffer>;
  gzip: () => Uint8Array<ArrayBuffer>;
}

export interface Asset {
  file: Packed;
  type: string;
  /** Cache-Control. */
  cache: string;
  /** Whether pages of other origins may load it as a module and check its integrity. */
  forAnyOrigin?: boolean;
}

/** The Cache-Control of files that are named by their content. */
export const cacheForever = 'public, max-age=31536000, immutable';

/** The start of a file's hash. Different content gets a different name, so each can be cached forever. */
export function hashOf(body: Uint8Array): string {
  return hash('sha256', body, 'base64url').slice(0, 16);
}

/**
 * Compressed on first use: it takes up to tens of milliseconds per file and blocks everything else, so doing all at
 * startup would delay it.
 */
export function pack(body: Uint8Array<ArrayBuffer>): Packed {
  return {
    etag: `"${hashOf(body)}"`,
    identity: body,
    br: once(() => brotliCompressSync(body, { params: { [constants.BROTLI_PARAM_QUALITY]: 11 } })),
    gzip: once(() => gzipSync(body, { level: 9 })),
  };
}

function once(compress: () => Uint8Array): () => Uint8Array<ArrayBuffer> {
  let compressed: Uint8Array<ArrayBuffer> | undefined;
  return () => (compressed ??= new Uint8Array(compress()));
}

/** Serves a file from memory in the best encoding that the browser accepts. */
export function serveAsset({ file, type, cache, forAnyOrigin = false }: Asset): Handler {
  return (c) => {
    c.header('Cache-Control', cache);
    c.header('Vary', 'Accept-Encoding');
    if (forAnyOrigin) c.header('Access-Control-Allow-Origin', '*');
    c.header('ETag', file.etag);
    if (c.req.header('if-none-match') === file.etag) return c.body(null, 304);
    const accepted = parseAccept(c.req.header('accept-encoding') ?? '').filter(({ q }) => q > 0);
    const encoding = (['br', 'gzip'] as const).find((name) => accepted.some(({ type }) => type.toLowerCase() === name));
    if (encoding) c.header('Content-Encoding', encoding);
    return c.body(encoding ? file[encoding]() : file.identity, 200, { 'Content-Type': type });
  };
}
