import { randomUUID } from 'node:crypto';
import { eachItem } from '@heart-survey/shared/items';
import autocannon from 'autocannon';

const regions = ['central', 'east', 'south', 'north-inland'];
/** How long each round takes. */
export const secondsOfLoad = 5;

/** The results of one round of load. */
export interface Round {
  perSecond: number;
  /** Milliseconds. */
  p50: number;
  p99: number;
  /** Answers other than 2xx, and failed connections. */
  failed: number;
}

/**
 * Each connection sends its own responses, one after the other, to the intake or to the route that does nothing.
 * @param connections how many send at once.
 */
export function sendResponses(
  url: string,
  path: '/api/v1/responses' | '/noop' = '/api/v1/responses',
  connections = 64,
): Promise<Round> {
  const headers = { 'content-type': 'application/json' };
  const requests = [{ method: 'POST' as const, headers, setupRequest: withResponse }];
  return round({ url: url + path, requests, connections });
}

let sent = 0;

function withResponse(request: autocannon.Request): autocannon.Request {
  sent += 1;
  // Varied like people's: identical responses would be flagged as a burst.
  const ratings = eachItem(() => 1 + Math.floor(Math.random() * 5));
  const body = { id: randomUUID(), region: regions[sent % regions.length], ratings, language: 'en', channel: 'embed' };
  // From many networks, like people: too many from one would be flagged too.
  const network = `10.${sent >> 16}.${(sent >> 8) & 255}.${sent & 255}`;
  return { ...request, headers: { ...request.headers, 'x-forwarded-for': network }, body: JSON.stringify(body) };
}

async function round(options: autocannon.Options): Promise<Round> {
  const result = await autocannon({ ...options, duration: secondsOfLoad });
  return {
    perSecond: result['2xx'] / result.duration,
    p50: result.latency.p50,
    p99: result.latency.p99,
    failed: result.non2xx + result.errors,
  };
}
