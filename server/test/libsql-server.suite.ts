import { createClient } from '@libsql/client';
import { expect, test } from 'vitest';
import { aLibsqlServer, libsqlProgram } from './libsql-server.ts';
import { requires } from './requires.ts';

// Where there is no server, this is the one test of `pnpm test:libsql`: `.ci/libsql-server` has printed why.
test.skipIf(libsqlProgram === undefined)(
  'runs on a real libSQL server, which refuses an extra argument',
  requires('a libSQL server'),
  async () => {
    await using server = await aLibsqlServer();
    const client = createClient({ url: server.url });
    await expect(client.execute({ sql: 'SELECT :a', args: { a: 1, b: 2 } })).rejects.toThrow('too many parameters');
    client.close();
  },
);
