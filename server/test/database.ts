import { rmSync } from 'node:fs';
import { copyFile, mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { prepareDatabase } from '../src/database/prepare.ts';
import { aLibsqlServer } from './libsql-server.ts';

/** An empty database for one test. */
export interface TestDatabase extends AsyncDisposable {
  url: string;
}

/** Whether tests run on a libSQL server (`pnpm test:libsql`) instead of a file. */
export const isOnServer = process.env['HEART_TEST_DATABASE'] === 'libsql';

/** A migrated and seeded file in that folder, or the empty database of a new server. */
export async function aDatabase(folder: string): Promise<TestDatabase> {
  if (isOnServer) return aLibsqlServer();
  await copyFile(await (prepared ??= aPreparedFile()), join(folder, 'heart.db'));
  return { url: `file:${folder}/heart.db`, [Symbol.asyncDispose]: async () => {} };
}

/** Made once for each test file, because migrating takes ten times as long as copying. */
let prepared: Promise<string> | undefined;

async function aPreparedFile(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'heart-prepared-'));
  process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
  const file = join(folder, 'heart.db');
  const db = await prepareDatabase(`file:${file}`, Date.now);
  // Data that is only in the write-ahead log would not be copied.
  await db.$client.execute('PRAGMA wal_checkpoint(TRUNCATE)');
  db.$client.close();
  return file;
}
