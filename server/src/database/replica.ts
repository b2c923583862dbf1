import { groupCommit } from './group-commit.ts';
import type { Pipeline, Reply } from './streams.ts';

// A replica of a libSQL server passes writes on to its primary and reads from its own copy, which lags behind. A person
// who signed in at one collector could be unknown at the next. So before a read, the collector asks the primary through
// the replica for the length of its log, with a statement that counts as a write but changes nothing, and passes that
// length to the replica, which waits until its copy is as long. Driver and server call this the replication index.

const changesNothing: Pipeline = {
  requests: [{ type: 'execute', stmt: { sql: 'DELETE FROM migration WHERE 0' } }, { type: 'close' }],
};

/** What a server says it is: `unknown` if something in between hides it. */
export type ServerRole = 'primary' | 'replica' | 'unknown';

/** Asks the server what role it has: only a primary offers a dump. */
export async function roleOf({ url, headers }: Request, signal: AbortSignal): Promise<ServerRole> {
  const answer = await fetch(new URL('/dump', url), { headers, signal });
  if (answer.status === 400) return (await answer.text()).includes('not a primary') ? 'replica' : 'unknown';
  // The dump that a primary starts to send is not needed.
  await answer.body?.cancel();
  return answer.ok ? 'primary' : 'unknown';
}

/**
 * @returns a function that gets the length of the primary's log at the time of the call or later: undefined while the
 * database is empty, null if the server does not say. Callers during a request share the next one.
 */
export function primaryLog(ask: (asked: Pipeline) => Promise<Reply>): () => Promise<string | null | undefined> {
  const together = groupCommit<undefined, string | null | undefined>({
    write: async (waiting) => {
      const reply = JSON.stringify(await ask(changesNothing));
      const index = /"replication_index":"(\d+)"/.exec(reply)?.[1];
      // A replica reports with status 200 that it could not forward the statement.
      const answer = index ?? (reply.includes('no such table') ? undefined : null);
      return waiting.map(() => answer);
    },
    maxEntries: Infinity,
    capacity: Infinity,
  });
  return () => together(undefined);
}

/** Whether the request reads from the replica's own copy; writes and their transactions run at the primary. */
export function readsCopy(asked: Pipeline): boolean {
  return !asked.baton && !asked.requests.some(({ batch }) => batch?.steps[0]?.stmt.sql === 'BEGIN IMMEDIATE');
}

/** The request, to be answered once the copy has that length. */
export function notBefore(asked: Pipeline, index: string): Pipeline {
  const known = { replication_index: index };
  const requests = asked.requests.map((request) => {
    if (request.type === 'execute') return { ...request, stmt: { ...request.stmt, ...known } };
    return request.batch ? { ...request, batch: { ...request.batch, ...known } } : request;
  });
  return { ...asked, requests };
}
