import type { Problem } from '@heart-survey/shared/response';
import type { Context } from 'hono';
import type { ContentfulStatusCode } from 'hono/utils/http-status';

/** The content of an error answer. */
export interface Refusal {
  status: ContentfulStatusCode;
  /** One plain sentence. */
  title: string;
  /** The problems in the request, each with its path. */
  errors?: Problem[];
  /** Seconds until the request may be tried again. */
  retryAfter?: number;
}

export const unavailable: Refusal = {
  status: 503,
  title: 'Responses cannot be saved right now. Please try again shortly.',
  retryAfter: 5,
};

/** An RFC 9457 problem document. */
export function problem(c: Context, { status, title, errors, retryAfter }: Refusal): Response {
  if (retryAfter !== undefined) c.header('Retry-After', String(retryAfter));
  const body = { type: 'about:blank', title, status, ...(errors ? { errors } : {}) };
  return c.body(JSON.stringify(body), status, { 'Content-Type': 'application/problem+json' });
}
