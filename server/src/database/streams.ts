// For each stream, a server opens the database and reads its whole schema, which takes longer than a small statement. The
// driver opens a stream for each call, so its streams are kept open here and used again.

/** The part of the protocol's requests (Hrana 2 over HTTP) that is needed here. */
export interface Pipeline {
  /** Identifies an open stream. */
  baton?: string | null | undefined;
  requests: StreamRequest[];
}

interface StreamRequest {
  type: string;
  sql?: string;
  sql_id?: number;
  stmt?: StreamStatement;
  batch?: { steps: { stmt: StreamStatement }[] };
}

interface StreamStatement {
  sql?: string;
  sql_id?: number;
}

export interface Reply {
  baton: string | null;
  /** Where the stream is continued, if that is elsewhere. */
  base_url: string | null;
  results: { type: string; response?: { type: string; result?: { step_errors?: unknown[] } } }[];
}

/** @returns undefined if the server no longer knows the stream; it has done nothing then. */
export type Send = (asked: Pipeline) => Promise<Reply | undefined>;

/** The maximum number of kept streams: a server limits them. */
const maxStreams = 8;
/** How long a call waits for a kept stream before it opens its own, in milliseconds: the others may be slow. */
const maxWait = 100;
/** How long an unused stream is kept, in milliseconds. A server closes it after ten seconds. */
const maxIdle = 5000;

/**
 * @returns a function that sends what the driver asks on a stream that is kept, and answers as if it had been closed. A
 * stream on which something failed is not used again.
 */
export function keptStreams() {
  let idle: { baton: string; usedAt: number }[] = [];
  let inUse = 0;
  const waiting = new Set<() => void>();

  /** @returns whether one of the kept streams may be used. */
  const take = async (): Promise<boolean> => {
    if (inUse < maxStreams) {
      inUse += 1;
      return true;
    }
    const { promise, resolve } = Promise.withResolvers<boolean>();
    const next = () => resolve(true);
    waiting.add(next);
    const timer = setTimeout(() => {
      waiting.delete(next);
      resolve(false);
    }, maxWait);
    const isFree = await promise;
    clearTimeout(timer);
    return isFree;
  };
  const give = () => {
    const [next] = waiting;
    if (next === undefined) inUse -= 1;
    else {
      waiting.delete(next);
      next();
    }
  };

  const run = async (send: Send, requests: StreamRequest[]): Promise<Reply | undefined> => {
    if (performance.now() - (idle.at(-1)?.usedAt ?? 0) > maxIdle) idle = [];
    const kept = idle.pop();
    const reply = kept && (await send({ baton: kept.baton, requests }));
    if (reply) return reply;
    // The server was restarted, or it is a different one, so it knows none of them.
    if (kept) idle = [];
    return send({ requests });
  };

  return async (send: Send, asked: Pipeline): Promise<Reply | undefined> => {
    if (!isForOneCall(asked) || !(await take())) return send(asked);
    try {
      const reply = await run(send, withoutStoredSql(asked.requests));
      if (reply?.baton && isGood(reply)) idle.push({ baton: reply.baton, usedAt: performance.now() });
      else if (reply?.baton) void send({ baton: reply.baton, requests: [closing] }).catch(() => {});
      return reply && asIfClosed(asked, reply);
    } finally {
      give();
    }
  };
}

const closing = { type: 'close' };

/** What only matters to a stream that is closed afterward, and is not sent. */
const ofStream = new Set(['store_sql', 'close_sql', 'close']);

/** Whether the stream is closed afterward, and nothing changes its settings. */
function isForOneCall({ baton, requests }: Pipeline): boolean {
  const isPragma = ({ sql }: StreamStatement) => sql?.startsWith('PRAGMA') ?? false;
  return (
    !baton &&
    requests.at(-1)?.type === 'close' &&
    requests.every(
      ({ type, stmt, batch, ...own }) =>
        type !== 'sequence' && ![own, stmt ?? {}, ...(batch?.steps ?? []).map((step) => step.stmt)].some(isPragma),
    )
  );
}

/** The requests with their SQL in full: the driver numbers the texts of each stream from 0 again. */
function withoutStoredSql(requests: StreamRequest[]): StreamRequest[] {
  const texts = new Map(requests.flatMap(({ type, sql, sql_id }) => (type === 'store_sql' ? [[sql_id, sql]] : [])));
  const inFull = ({ sql_id, ...stmt }: StreamStatement): StreamStatement =>
    sql_id === undefined ? stmt : { ...stmt, sql: texts.get(sql_id)! };
  return requests
    .filter(({ type }) => !ofStream.has(type))
    .map(({ stmt, batch, ...request }) => ({
      ...request,
      ...(stmt && { stmt: inFull(stmt) }),
      ...(batch && { batch: { ...batch, steps: batch.steps.map((step) => ({ ...step, stmt: inFull(step.stmt) })) } }),
    }));
}

function isGood({ base_url, results }: Reply): boolean {
  return (
    base_url === null &&
    results.every(
      ({ type, response }) => type === 'ok' && !response?.result?.step_errors?.some((error) => error !== null),
    )
  );
}

function asIfClosed(asked: Pipeline, reply: Reply): Reply {
  const results = reply.results.values();
  return {
    ...reply,
    baton: null,
    results: asked.requests.map(({ type }) =>
      ofStream.has(type) ? { type: 'ok', response: { type } } : results.next().value!,
    ),
  };
}
