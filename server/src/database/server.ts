import { createOutages, Unavailable } from './outage.ts';
import { post, type Answer } from './post.ts';
import { notBefore, primaryLog, readsCopy, roleOf, type ServerRole } from './replica.ts';
import { keptStreams, type Pipeline, type Reply } from './streams.ts';

/** How long a libSQL server may take to answer, in milliseconds: someone is waiting for a page. */
export const serverTimeout = 10_000;

/** While the server does not answer, one request per this many milliseconds tries it again. */
const probeEvery = 1000;

type Fetch = (request: Request) => Promise<Response>;

/**
 * The driver calls this instead of `fetch`.
 * Any reason why the server cannot answer becomes an `Unavailable` with a plain reason: nothing is listening, no answer
 * in time, a lost connection, a rejected token. After a timeout, other requests are turned away at once, except one per
 * second that tries again; otherwise all would wait until they time out.
 * A read from a replica, or from a server that may be one, is never older than what the primary had at that moment
 * (`replica.ts`).
 * @param clock used to tell how long an outage lasted.
 */
export function serverFetch(timeout: number, clock: () => number): Fetch {
  const outages = createOutages(clock);
  const onStream = keptStreams();
  let role: Promise<ServerRole> | undefined;
  let logOf: ReturnType<typeof primaryLog> | undefined;
  let isSilent = false;
  let nextProbe = 0;
  let lastAnswerAt = -Infinity;
  return async (request) => {
    const startedAt = performance.now();
    if (isSilent) {
      if (performance.now() < nextProbe) throw outages.failed('it did not answer in time');
      nextProbe = performance.now() + probeEvery;
    }
    try {
      const { headers, url } = request;
      const send = async (asked: Pipeline) => {
        const answer = await post(url, Object.fromEntries(headers), JSON.stringify(asked), timeout);
        if (asked.baton && isOfLostStream(answer)) return undefined;
        const reason = refusalOf(answer);
        if (reason !== undefined) throw outages.failed(reason);
        return JSON.parse(answer.text) as Reply;
      };
      const ask = async (asked: Pipeline) => {
        const reply = await onStream(send, asked);
        if (reply === undefined) throw outages.failed('it lost a transaction');
        return reply;
      };
      const asked = JSON.parse(await request.text()) as Pipeline;
      const known = await (role ??= roleOf(request, AbortSignal.timeout(timeout)));
      const index = known !== 'primary' && readsCopy(asked) ? await (logOf ??= primaryLog(ask))() : undefined;
      // Without the index a read might be outdated. A server that may be a primary is asked as one.
      if (index === null && known === 'replica') throw outages.failed('its primary does not answer');
      const reply = await ask(index ? notBefore(asked, index) : asked);
      isSilent = false;
      lastAnswerAt = performance.now();
      outages.served();
      // That is all that the driver reads of it.
      return { ok: true, json: async () => reply } as Response;
    } catch (error) {
      if (error instanceof Unavailable) throw error;
      // The next server that answers may be a different one.
      role = undefined;
      // One slow statement is not an outage if the server answered others meanwhile.
      if ((error as Error).name === 'TimeoutError' && lastAnswerAt < startedAt) {
        isSilent = true;
        nextProbe = performance.now() + probeEvery;
      }
      throw outages.failed(reasonOf(error as Error));
    }
  };
}

/** Why the server refused, if that is not about the statement. */
function refusalOf({ status, text }: Answer): string | undefined {
  if (status === 200) {
    // A proxy in between may answer with its own page.
    return text.startsWith('{') ? undefined : 'the address is not a libSQL server';
  }
  if (status === 401 || status === 403) return 'it does not accept the token';
  return `it answered with HTTP status ${status}`;
}

/** Whether the server does not know the stream. It checks that before it does anything. */
function isOfLostStream({ status, text }: Answer): boolean {
  return (status === 400 || status === 404) && /baton|stream/i.test(text);
}

const reasons: Record<string, string> = {
  ECONNREFUSED: 'nothing is listening there',
  ENOTFOUND: 'its host name does not exist',
  EAI_AGAIN: 'its name could not be looked up',
  EHOSTUNREACH: 'it cannot be reached',
  ENETUNREACH: 'it cannot be reached',
  ETIMEDOUT: 'it did not answer in time',
  UND_ERR_CONNECT_TIMEOUT: 'it did not answer in time',
  CERT_HAS_EXPIRED: 'its certificate has expired',
  DEPTH_ZERO_SELF_SIGNED_CERT: 'its certificate is not trusted',
  SELF_SIGNED_CERT_IN_CHAIN: 'its certificate is not trusted',
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: 'its certificate is not trusted',
  ERR_TLS_CERT_ALTNAME_INVALID: 'its certificate is for a different host name',
};

function reasonOf(error: Error): string {
  if (error.name === 'TimeoutError') return 'it did not answer in time';
  const { code = '', message } = (error.cause ?? error) as NodeJS.ErrnoException;
  // Node refuses ports that are reserved for other services, as browsers do.
  if (message === 'bad port') return 'its port is reserved for other services';
  return reasons[code] ?? 'the connection was lost';
}
