import { createOutages, Unavailable } from './outage.ts';
import { notBefore, primaryLog, readsCopy, roleOf, type ServerRole } from './replica.ts';

/** How long a libSQL server may take for an answer, in milliseconds: somebody waits for a page. */
export const serverPatience = 10_000;

/** While the server answers nothing, one request in so many milliseconds asks whether it does again. */
const probeEvery = 1000;

type Fetch = (request: Request) => Promise<Response>;

/**
 * What the driver calls in place of `fetch`.
 *
 * Whatever keeps the server from answering becomes an `Unavailable` with the reason in plain words: nobody there, no
 * answer in time, a connection that was lost, another token. After a request that got no answer in time, others are
 * turned away at once, but for one a second that tries: else all would wait for their time to be up.
 *
 * From a replica, or what may be one, nothing is read that is older than what the primary had at that moment
 * (`replica.ts`).
 * @param clock tells how long an outage lasted.
 */
export function serverFetch(patience: number, clock: () => number): Fetch {
  const outages = createOutages(clock);
  let role: Promise<ServerRole> | undefined;
  let logOf: ReturnType<typeof primaryLog> | undefined;
  let isSilent = false;
  let nextProbe = 0;
  let lastAnswerAt = -Infinity;
  return async (request) => {
    const startedAt = performance.now();
    if (isSilent) {
      if (performance.now() < nextProbe) throw outages.failed('it gave no answer in time');
      nextProbe = performance.now() + probeEvery;
    }
    try {
      const { headers, url } = request;
      const send = async (body: string) => {
        const answer = await fetch(url, { method: 'POST', headers, body, signal: AbortSignal.timeout(patience) });
        const text = await answer.text();
        const reason = refusalOf(answer, text);
        if (reason !== undefined) throw outages.failed(reason);
        return text;
      };
      const asked = await request.text();
      const known = await (role ??= roleOf(request, AbortSignal.timeout(patience)));
      const index = known !== 'primary' && readsCopy(asked) ? await (logOf ??= primaryLog(send))() : undefined;
      // A read would have no lower bound. What may as well be a primary is asked as one.
      if (index === null && known === 'replica') throw outages.failed('its primary does not answer');
      const text = await send(index ? notBefore(asked, index) : asked);
      isSilent = false;
      lastAnswerAt = performance.now();
      outages.served();
      return new Response(text, { headers: { 'Content-Type': 'application/json' } });
    } catch (error) {
      if (error instanceof Unavailable) throw error;
      // Whatever answers next may be another one.
      role = undefined;
      // One slow statement says nothing of a server that answered others meanwhile.
      if ((error as Error).name === 'TimeoutError' && lastAnswerAt < startedAt) {
        isSilent = true;
        nextProbe = performance.now() + probeEvery;
      }
      throw outages.failed(reasonOf(error as Error));
    }
  };
}

/** Why the server would not do it, where that is not about the statement. */
function refusalOf({ ok, status }: Response, text: string): string | undefined {
  if (ok) {
    // A proxy in between may answer with a page of its own.
    return text.startsWith('{') ? undefined : 'the address is not a libSQL server';
  }
  if (status === 401 || status === 403) return 'it does not accept the token';
  return `it answered with HTTP status ${status}`;
}

const reasons: Record<string, string> = {
  ECONNREFUSED: 'nothing answers there',
  ENOTFOUND: 'its host name does not exist',
  EAI_AGAIN: 'its name could not be looked up',
  EHOSTUNREACH: 'it cannot be reached',
  ENETUNREACH: 'it cannot be reached',
  ETIMEDOUT: 'it gave no answer in time',
  UND_ERR_CONNECT_TIMEOUT: 'it gave no answer in time',
  CERT_HAS_EXPIRED: 'its certificate has expired',
  DEPTH_ZERO_SELF_SIGNED_CERT: 'its certificate is not trusted',
  SELF_SIGNED_CERT_IN_CHAIN: 'its certificate is not trusted',
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: 'its certificate is not trusted',
  ERR_TLS_CERT_ALTNAME_INVALID: 'its certificate is for another name',
};

function reasonOf(error: Error): string {
  if (error.name === 'TimeoutError') return 'it gave no answer in time';
  const { code = '', message } = (error.cause ?? error) as NodeJS.ErrnoException;
  // Node refuses the ports of other services, as browsers do.
  if (message === 'bad port') return 'its port is one that HTTP may not use';
  return reasons[code] ?? 'the connection was lost';
}
