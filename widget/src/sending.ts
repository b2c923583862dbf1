import type { ResponseRequest } from './answers.ts';
import type { FailureReason, Outcome } from './outcome.ts';

const patience = 30_000; // milliseconds

const reasons: Record<number, FailureReason> = {
  400: 'refused',
  403: 'refused',
  404: 'notFound',
  409: 'alreadySent',
  410: 'retired',
  413: 'tooLarge',
  429: 'tooMany',
};

/**
 * Sends one response and says what came of it; never rejects. The same request may be sent again whatever the outcome:
 * the collector takes it once.
 */
export async function send(endpoint: string, request: ResponseRequest): Promise<Outcome> {
  try {
    const response = await fetch(`${endpoint}/api/v1/responses`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(request),
      // By default a cookie goes along from the collector's own pages alone, where staff who rate themselves are to be
      // noticed.
      referrerPolicy: 'no-referrer',
      // A page that is left in the middle still delivers.
      keepalive: true,
      // Without it in older browsers, the network's own patience ends the try.
      signal: AbortSignal.timeout?.(patience) ?? null,
    });
    return outcome(request, response.status, parse(await response.text()));
  } catch {
    return { reason: 'offline', paths: [] };
  }
}

/**
 * Only the collector's own JSON counts: a sign-in wall or a proxy answers anything, with any status, in HTML. But whoever
 * answers 429 has had too many.
 */
function outcome({ id }: ResponseRequest, status: number, answer: unknown): Outcome {
  const { id: stored, quarter, errors, status: said } = fieldsOf(answer);
  if ((status === 200 || status === 201) && stored === id && typeof quarter === 'string') {
    return { receipt: { id, quarter } };
  }
  const paths = [errors].flat().map((error) => fieldsOf(error)['path']);
  // A gateway's 404 in JSON is not the collector's, whose problems repeat their status (RFC 9457).
  return {
    reason: ((said === status || status === 429) && reasons[status]) || 'unavailable',
    paths: paths.filter((path) => typeof path === 'string'),
  };
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** What is no object has no fields. */
function fieldsOf(value: unknown): Record<string, unknown> {
  return Object(value) as Record<string, unknown>;
}
