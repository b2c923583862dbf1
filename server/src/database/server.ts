import { createOutages, Unavailable } from './outage.ts';

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
 * It also carries the replication index, which the driver does not: a server says with each answer how much of the
 * log it knows, and a replica that is told so waits until it knows as much. So what this process wrote, or has read
 * once, is there at its next reading.
 */
export function serverFetch(patience: number): Fetch {
  const outages = createOutages();
  let newest = 0n;
  let isSilent = false;
  let nextProbe = 0;
  return async (request) => {
    if (isSilent) {
      if (performance.now() < nextProbe) throw outages.failed('it gave no answer in time');
      nextProbe = performance.now() + probeEvery;
    }
    try {
      const asked = JSON.parse(await request.text()) as Pipeline;
      const body = JSON.stringify(knowing(asked, newest));
      const answer = await fetch(request.url, {
        method: 'POST',
        headers: request.headers,
        body,
        signal: AbortSignal.timeout(patience),
      });
      const text = await answer.text();
      const reason = refusalOf(answer, text);
      if (reason !== undefined) throw outages.failed(reason);
      newest = newestIn(text, newest);
      isSilent = false;
      outages.served();
      return new Response(text, { status: answer.status, headers: { 'Content-Type': 'application/json' } });
    } catch (error) {
      if (error instanceof Unavailable) throw error;
      if ((error as Error).name === 'TimeoutError') {
        isSilent = true;
        nextProbe = performance.now() + probeEvery;
      }
      throw outages.failed(reasonOf(error as Error));
    }
  };
}

/** As much of a request of the protocol (Hrana 2 over HTTP) as has to be known here. */
interface Pipeline {
  requests: { type: string; stmt?: object; batch?: object }[];
}

function knowing(asked: Pipeline, index: bigint): Pipeline {
  if (index === 0n) return asked;
  const known = { replication_index: String(index) };
  const requests = asked.requests.map((request) => {
    if (request.type === 'execute') return { ...request, stmt: { ...request.stmt, ...known } };
    if (request.type === 'batch') return { ...request, batch: { ...request.batch, ...known } };
    return request.type === 'sequence' || request.type === 'describe' ? { ...request, ...known } : request;
  });
  return { ...asked, requests };
}

/** The largest index in that answer. Within a text of somebody's, the quotation marks would be escaped. */
function newestIn(text: string, newest: bigint): bigint {
  let largest = newest;
  for (const [, index] of text.matchAll(/"replication_index":"(\d+)"/g)) {
    if (BigInt(index!) > largest) largest = BigInt(index!);
  }
  return largest;
}

/** Why the server would not do it, where that is not about the statement. */
function refusalOf({ ok, status }: Response, text: string): string | undefined {
  if (ok) {
    // A proxy in between may answer with a page of its own.
    return text.startsWith('{') ? undefined : 'what answers there is no libSQL server';
  }
  if (status === 401 || status === 403) return 'it does not take DATABASE_AUTH_TOKEN';
  return `it answered with HTTP status ${status}`;
}

const reasons: Record<string, string> = {
  ECONNREFUSED: 'nothing answers there',
  ENOTFOUND: 'its name is not known',
  EAI_AGAIN: 'its name could not be looked up',
  EHOSTUNREACH: 'there is no way to it',
  ENETUNREACH: 'there is no way to it',
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
  const { code = '' } = (error.cause ?? error) as NodeJS.ErrnoException;
  return reasons[code] ?? 'the connection was lost';
}
