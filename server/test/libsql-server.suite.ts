import { createClient } from '@libsql/client';
import { expect, test } from 'vitest';
import { aLibsqlServer, libsqlProgram } from './libsql-server.ts';
import { requires } from './requires.ts';

// Without a server, this is the only test of `pnpm test:libsql`. `.ci/libsql-server` has printed the reason.
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
