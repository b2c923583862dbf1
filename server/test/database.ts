import { aLibsqlServer } from './libsql-server.ts';

/** An empty database for one test. */
export interface TestDatabase extends AsyncDisposable {
  url: string;
}

/** Whether tests run on a libSQL server; on a file unless `pnpm test:libsql` asks for one. */
export const isOnServer = process.env['HEART_TEST_DATABASE'] === 'libsql';

/** A file in that folder, or the database of a server of its own. */
export async function aDatabase(folder: string): Promise<TestDatabase> {
  if (isOnServer) return aLibsqlServer();
  return { url: `file:${folder}/heart.db`, [Symbol.asyncDispose]: async () => {} };
}
