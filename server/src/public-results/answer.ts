import type { Context } from 'hono';
import { pack, quick, sendPacked, type AssetHeaders } from '../http/asset.ts';
import type { Published } from './published.ts';

export interface AnswerOptions {
  published: () => Promise<Published>;
  /** Counts the answers that have to be made. Returns how many seconds a client has to wait, or null. */
  flooded: (c: Context) => Promise<number | null>;
}

interface Answer extends Omit<AssetHeaders, 'cache'> {
  /** Its address without a query, and its language if it has one. */
  key: string;
  make: () => string | Promise<string>;
  /** The answer to a client that asks for too many different ones. */
  busy: () => Response | Promise<Response>;
}

/**
 * Sends an answer that follows from what is published and its key. It is made once; a client can have only so many made in ten
 * minutes, but those that are ready cost no more than a file. Caches must ask each time, so that what is withdrawn is gone.
 */
export async function answerOnce(
  { flooded }: AnswerOptions,
  c: Context,
  { answers }: Published,
  { key, make, busy, ...headers }: Answer,
): Promise<Response> {
  const sent = { ...headers, cache: 'no-cache' };
  const ready = answers.get(key);
  if (ready !== undefined) return sendPacked(c, ready, sent);
  const wait = await flooded(c);
  if (wait !== null) {
    c.header('Retry-After', String(wait));
    return busy();
  }
  const made = pack(new TextEncoder().encode(await make()), quick);
  answers.set(key, made, 0);
  return sendPacked(c, made, sent);
}
