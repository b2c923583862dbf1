import { hash } from 'node:crypto';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';
import type { Context, Handler } from 'hono';
import { parseAccept } from 'hono/utils/accept';

/** Content as it is sent: compressed once, when it is first requested, however many URLs serve it. */
export interface Packed {
  /** The start of the content's hash. */
  hash: string;
  identity: Uint8Array<ArrayBuffer>;
  br: () => Uint8Array<ArrayBuffer>;
  gzip: () => Uint8Array<ArrayBuffer>;
}

/** What an answer says about its content. */
export interface AssetHeaders {
  type: string;
  /** Cache-Control. */
  cache: string;
  /** The request headers besides Accept-Encoding that the content depends on. */
  vary?: readonly string[];
  /** Whether pages of other origins may load it and, if it is a module, check its integrity. */
  forAnyOrigin?: boolean;
}

export interface Asset extends AssetHeaders {
  file: Packed;
}

/** The Cache-Control of files that are named by their content. */
export const cacheForever = 'public, max-age=31536000, immutable';

/** The start of a file's hash. Different content gets a different name, so each can be cached forever. */
export function hashOf(body: Uint8Array): string {
  return hash('sha256', body, 'base64url').slice(0, 16);
}

/** How hard content is compressed. */
export interface Effort {
  /** Of Brotli, 0 to 11. */
  br: number;
  /** Of gzip, 0 to 9. */
  gzip: number;
}

/** For files: up to tens of milliseconds, once per process. */
const hard: Effort = { br: 11, gzip: 9 };
/** For pages, of which anyone can ask for thousands: a few milliseconds, where 11 takes two hundred. */
export const quick: Effort = { br: 5, gzip: 6 };

/**
 * Compressed on first use: it takes up to tens of milliseconds per file and blocks everything else, so doing all at
 * startup would delay it.
 */
export function pack(body: Uint8Array<ArrayBuffer>, { br, gzip } = hard): Packed {
  const params = { [constants.BROTLI_PARAM_QUALITY]: br, [constants.BROTLI_PARAM_SIZE_HINT]: body.length };
  return {
    hash: hashOf(body),
    identity: body,
    br: once(() => brotliCompressSync(body, { params })),
    gzip: once(() => gzipSync(body, { level: gzip })),
  };
}

function once(compress: () => Uint8Array): () => Uint8Array<ArrayBuffer> {
  let compressed: Uint8Array<ArrayBuffer> | undefined;
  return () => (compressed ??= new Uint8Array(compress()));
}

/** Serves a file from memory in the best encoding that the browser accepts. */
export function serveAsset({ file, ...headers }: Asset): Handler {
  return (c) => sendPacked(c, file, headers);
}

/** Sends content in the best encoding that the client accepts, or 304 if the client has it. */
export function sendPacked(c: Context, file: Packed, { type, cache, vary = [], forAnyOrigin }: AssetHeaders): Response {
  const encoding = encodingFor(c.req.header('accept-encoding'));
  c.header('Cache-Control', cache);
  c.header('Vary', ['Accept-Encoding', ...vary].join(', '));
  if (forAnyOrigin) c.header('Access-Control-Allow-Origin', '*');
  const known = knownTag(c.req.header('if-none-match'), file, encoding);
  c.header('ETag', known ?? tagOf(file, encoding));
  if (known !== undefined) return c.body(null, 304);
  if (encoding !== 'identity') c.header('Content-Encoding', encoding);
  const body = encoding === 'identity' ? file.identity : file[encoding]();
  return c.body(body, 200, { 'Content-Type': type });
}

const encodings = ['br', 'gzip', 'identity'] as const;
type Encoding = (typeof encodings)[number];

/** Each encoding is a representation with a tag of its own (RFC 9110, section 8.8.3.3). */
const tagOf = ({ hash }: Packed, encoding: Encoding) => `"${hash}${encoding === 'identity' ? '' : `-${encoding}`}"`;

/** The tag in If-None-Match that names this content, in whatever encoding. Proxies may have marked it as weak. */
function knownTag(header: string | undefined, file: Packed, encoding: Encoding): string | undefined {
  if (header === undefined) return undefined;
  if (header.trim() === '*') return tagOf(file, encoding);
  if (!header.includes(file.hash)) return undefined;
  const named = new Set(header.match(/"[^"]*"/g));
  return encodings.map((one) => tagOf(file, one)).find((tag) => named.has(tag));
}

function encodingFor(header = ''): Encoding {
  const accepted = parseAccept(header).filter(({ q }) => q > 0);
  return encodings.find((name) => accepted.some(({ type }) => type.toLowerCase() === name)) ?? 'identity';
}
