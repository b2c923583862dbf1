import type { Problem } from '@heart-survey/shared/response';
import type { Context } from 'hono';
import type { ContentfulStatusCode } from 'hono/utils/http-status';

/** What an answer that refuses says of itself. */
export interface Refusal {
  status: ContentfulStatusCode;
  /** One plain sentence. */
  title: string;
  /** What is wrong with what was sent, by its place. */
  errors?: Problem[];
  /** Seconds after which the same may be tried again. */
  retryAfter?: number;
}

export const outOfOrder: Refusal = {
  status: 503,
  title: 'The answers cannot be saved just now. Please try again shortly.',
  retryAfter: 5,
};

/** An RFC 9457 problem document. */
export function problem(c: Context, { status, title, errors, retryAfter }: Refusal): Response {
  if (retryAfter !== undefined) c.header('Retry-After', String(retryAfter));
  const body = { type: 'about:blank', title, status, ...(errors ? { errors } : {}) };
  return c.body(JSON.stringify(body), status, { 'Content-Type': 'application/problem+json' });
}
