import { expect, test } from 'vitest';
import { keptStreams, type Pipeline, type Reply } from './streams.ts';

const ok = (type: string) => ({ type: 'ok', response: { type } });

/** A server that knows its streams by their batons, and what it was asked. */
function aServer() {
  const asked: Pipeline[] = [];
  const open = new Set<string>();
  let streams = 0;
  const send = async (pipeline: Pipeline): Promise<Reply | undefined> => {
    asked.push(pipeline);
    const { requests } = pipeline;
    if (pipeline.baton && !open.has(pipeline.baton)) return undefined;
    const baton = pipeline.baton ?? `stream ${(streams += 1)}`;
    open.add(baton);
    const isClosed = requests.at(-1)!.type === 'close';
    const results = requests.map(({ type, stmt }) => (stmt?.sql === 'bad' ? { type: 'error' } : ok(type)));
    return { baton: isClosed ? null : baton, base_url: null, results };
  };
  return { asked, open, send };
}

const close = { type: 'close' };
const execute = (sql: string) => ({ type: 'execute', stmt: { sql } });

test('runs the calls of the driver on one stream, each with its SQL in full', async () => {
  const { asked, send } = aServer();
  const onStream = keptStreams();
  const requests = [{ type: 'store_sql', sql_id: 0, sql: 'a' }, { type: 'execute', stmt: { sql_id: 0 } }, close];
  for (let call = 0; call < 2; call += 1) {
    const results = [ok('store_sql'), ok('execute'), ok('close')];
    expect(await onStream(send, { requests })).toEqual({ baton: null, base_url: null, results });
  }
  expect(asked).toEqual([{ requests: [execute('a')] }, { baton: 'stream 1', requests: [execute('a')] }]);
});

test('opens another stream if the server no longer knows it', async () => {
  const { asked, open, send } = aServer();
  const onStream = keptStreams();
  await onStream(send, { requests: [execute('a'), close] });
  open.clear();
  expect((await onStream(send, { requests: [execute('b'), close] }))?.results).toEqual([ok('execute'), ok('close')]);
  expect(asked.map(({ baton }) => baton)).toEqual([undefined, 'stream 1', undefined]);
});

test('does not use a stream again on which something failed or was set', async () => {
  const { asked, send } = aServer();
  const onStream = keptStreams();
  await onStream(send, { requests: [execute('bad'), close] });
  await onStream(send, { requests: [execute('PRAGMA foreign_keys=off'), close] });
  await onStream(send, { requests: [execute('a'), close] });
  expect(asked).toEqual([
    { requests: [execute('bad')] },
    { baton: 'stream 1', requests: [close] },
    { requests: [execute('PRAGMA foreign_keys=off'), close] },
    { requests: [execute('a')] },
  ]);
});

test('runs twenty calls at once on eight streams, and gives those that wait too long their own', async () => {
  const { asked, send } = aServer();
  const onStream = keptStreams();
  const requests = [execute('a'), close];
  await Promise.all(Array.from({ length: 20 }, () => onStream(send, { requests })));
  expect(asked.filter(({ baton }) => baton === undefined)).toHaveLength(8);
  const { promise, resolve } = Promise.withResolvers<void>();
  const slow = Array.from({ length: 8 }, () =>
    onStream((pipeline) => promise.then(() => send(pipeline)), { requests }),
  );
  await onStream(send, { requests });
  expect(asked.at(-1)).toEqual({ requests });
  resolve();
  await Promise.all(slow);
});
