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
 * Sends one response and returns the outcome; never rejects. The same request may be sent again after any outcome, because
 * the collector stores it once.
 */
export async function send(endpoint: string, request: ResponseRequest): Promise<Outcome> {
  try {
    const response = await fetch(`${endpoint}/api/v1/responses`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(request),
      // By default, cookies are sent only from the collector's own pages, which lets it detect staff who rate themselves.
      referrerPolicy: 'no-referrer',
      // The request continues when the page is left.
      keepalive: true,
      // Older browsers lack `AbortSignal.timeout`; there, the network's own time limit ends the attempt.
      signal: AbortSignal.timeout?.(patience) ?? null,
    });
    return outcome(request, response.status, parse(await response.text()));
  } catch {
    return { reason: 'offline', paths: [] };
  }
}

/**
 * Only the collector's own JSON counts, because a sign-in page or a proxy may answer with HTML and any status. A 429 means
 * the same from any sender.
 */
function outcome({ id }: ResponseRequest, status: number, answer: unknown): Outcome {
  const { id: stored, quarter, errors, status: repeated } = fieldsOf(answer);
  if ((status === 200 || status === 201) && stored === id && typeof quarter === 'string') {
    return { receipt: { id, quarter } };
  }
  const paths = [errors].flat().map((error) => fieldsOf(error)['path']);
  // A gateway's 404 in JSON is not from the collector, whose problems repeat their status (RFC 9457).
  return {
    reason: ((repeated === status || status === 429) && reasons[status]) || 'unavailable',
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

/** The fields of a value; empty if it is not an object. */
function fieldsOf(value: unknown): Record<string, unknown> {
  return Object(value) as Record<string, unknown>;
}
