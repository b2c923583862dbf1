import type { Context } from 'hono';
import { pack, quick, sendPacked, type AssetHeaders } from '../http/asset.ts';
import type { Shown } from './shown.ts';

export interface AnswerOptions {
  /** Counts what has to be made. Returns how many seconds a client has to wait, or null. */
  flooded: (c: Context) => Promise<number | null>;
}

interface Answer {
  /** Its address without a query, and its language if it has one. */
  key: string;
  make: () => string | Promise<string>;
  headers: Omit<AssetHeaders, 'cache'>;
  /** The answer to a client that asks for too many different ones. */
  busy: () => Response | Promise<Response>;
}

/**
 * Sends an answer that follows from what is shown and its key. It is made once, and a client can make so many in ten minutes;
 * those that are ready cost no more than a file. Caches must ask each time, so that what is withdrawn is gone.
 */
export async function answerOnce(
  { flooded }: AnswerOptions,
  c: Context,
  { answers }: Shown,
  { key, make, headers, busy }: Answer,
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
