import { groupCommit } from './group-commit.ts';

// A replica of a libSQL server passes writes on to its primary and reads from its own copy, which is a moment behind.
// Somebody who signed in at one collector would be a stranger at the next. So before it reads, the collector asks the
// primary by way of the replica how long its log is, with a statement that counts as a write and changes nothing, and
// tells the replica: that one waits until its copy is as long. Driver and server know this as the replication index.

/** As much of a request of the protocol (Hrana 2 over HTTP) as has to be known here. */
interface Pipeline {
  /** Names a stream that is open: an interactive transaction. */
  baton?: string | null;
  requests: { type: string; stmt?: object; batch?: { steps: { stmt: { sql?: string } }[] } }[];
}

const changesNothing = JSON.stringify({
  requests: [{ type: 'execute', stmt: { sql: 'DELETE FROM migration WHERE 0' } }, { type: 'close' }],
} satisfies Pipeline);

/** What a server is as far as it says: `unknown` where something in between keeps it from saying so. */
export type ServerRole = 'primary' | 'replica' | 'unknown';

/** Asks the server at that address what it is: only a primary hands out a dump. */
export async function roleOf({ url, headers }: Request, signal: AbortSignal): Promise<ServerRole> {
  const answer = await fetch(new URL('/dump', url), { headers, signal });
  if (answer.status === 400) return (await answer.text()).includes('not a primary') ? 'replica' : 'unknown';
  // What a primary begins to send is not wanted.
  await answer.body?.cancel();
  return answer.ok ? 'primary' : 'unknown';
}

/**
 * @returns a function that says how long the primary's log is at the moment of the call or later: undefined while the
 * database is empty, null where the server does not say. Who asks while an answer is on its way shares the next one.
 */
export function primaryLog(send: (body: string) => Promise<string>): () => Promise<string | null | undefined> {
  const ask = groupCommit<undefined, string | null | undefined>({
    write: async (waiting) => {
      const reply = await send(changesNothing);
      const index = /"replication_index":"(\d+)"/.exec(reply)?.[1];
      // A replica says in a good answer that it could not forward the statement.
      const told = index ?? (reply.includes('no such table') ? undefined : null);
      return waiting.map(() => told);
    },
    most: Infinity,
    capacity: Infinity,
  });
  return () => ask(undefined);
}

/** Whether the request reads, and from the replica's own copy: a write is done at the primary, with all around it. */
export function readsCopy(text: string): boolean {
  const asked = JSON.parse(text) as Pipeline;
  return !asked.baton && !asked.requests.some(({ batch }) => batch?.steps[0]?.stmt.sql === 'BEGIN IMMEDIATE');
}

/** The request, to be answered once the copy is so long. */
export function notBefore(text: string, index: string): string {
  const asked = JSON.parse(text) as Pipeline;
  const known = { replication_index: index };
  const requests = asked.requests.map((request) => {
    if (request.type === 'execute') return { ...request, stmt: { ...request.stmt, ...known } };
    return request.type === 'batch' ? { ...request, batch: { ...request.batch, ...known } } : request;
  });
  return JSON.stringify({ ...asked, requests });
}
