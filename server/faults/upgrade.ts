import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { copyFile, readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { expect } from 'vitest';
import { openDatabase } from '../src/database/database.ts';
import { fillMonths } from '../src/database/fill-months.ts';
import { migrate, migrationsFolder } from '../src/database/migrate.ts';
import { seed } from '../src/database/seed.ts';
import { contents } from '../test/contents.ts';
import { aFolder } from '../test/folder.ts';
import { countAsBefore } from '../test/old-tallies.ts';
import { insertRows } from '../test/rows.ts';
import { expectIntact } from './accounts.ts';
import { statement } from '../src/database/statement.ts';

const program = fileURLToPath(new URL('migrate-and-die.ts', import.meta.url));
const first = '0000_first';

/** Few, so that an upgrade sets the months of its 500 responses in several commits. */
const monthsPerCommit = 120;

/** A database of the first schema with data, and what it contains after an uninterrupted upgrade. */
export async function anOldInstallation() {
  const folder = await aFolder();
  const old = folder.file('old.db');
  await makeOld(`file:${old}`);
  const copy = async (name: string) => {
    await copyFile(old, folder.file(name));
    return `file:${folder.file(name)}`;
  };
  const undisturbed = await upgraded(await copy('undisturbed.db'));
  return { copy, undisturbed, [Symbol.asyncDispose]: folder[Symbol.asyncDispose] };
}

/**
 * Upgrades a copy in a process that is killed at that statement, then again to the end; the result must equal that of
 * an uninterrupted upgrade.
 * @returns false if the upgrade has fewer statements.
 */
export async function dieAndUpgrade({ copy, undisturbed }: Awaited<ReturnType<typeof anOldInstallation>>, at: number) {
  const url = await copy(`killed-${at}.db`);
  const child = spawn(process.execPath, [program, url, String(at), String(monthsPerCommit)], {
    stdio: ['ignore', 'inherit', 'inherit'],
  });
  const [code, signal] = (await once(child, 'close')) as [number | null, string | null];
  expect([code, signal]).toEqual(code === 0 ? [0, null] : [null, 'SIGKILL']);
  expect(await upgraded(url), `killed at statement ${at}`).toEqual(undisturbed);
  return code !== 0;
}

/** Migrates it. @returns its content. */
async function upgraded(url: string) {
  const db = await openDatabase(url);
  try {
    await migrate(db, () => 1);
    await seed(db);
    await fillMonths(db, monthsPerCommit);
    await expectIntact(db);
    const held = await contents(db);
    expect(held['response']).toHaveLength(500);
    return held;
  } finally {
    db.$client.close();
  }
}

async function makeOld(url: string): Promise<void> {
  const db = await openDatabase(url);
  const schema = await readFile(new URL(`${first}.sql`, migrationsFolder), 'utf8');
  await db.$client.migrate([
    'CREATE TABLE migration (name TEXT PRIMARY KEY, applied_at INTEGER NOT NULL)',
    statement('INSERT INTO migration (name, applied_at) VALUES (?, 1)', [first]),
    ...schema.split('--> statement-breakpoint'),
  ]);
  await seed(db);
  await insertRows(db, { responses: 300, region: 'east', month: null });
  await insertRows(db, { responses: 200, quarter: '2026-04', rating: '1 + n % 4', month: null });
  // Every other response is one of the quarter's second month.
  await db.$client.execute(
    statement("UPDATE response SET received_at = ? WHERE quarter = '2026-07' AND rowid % 2 = 0", [
      Date.UTC(2026, 7, 17),
    ]),
  );
  await countAsBefore(db, 'first');
  await db.$client.execute("INSERT INTO token (name, sha256, created_at) VALUES ('An old one', 'abc', 1)");
  // Only after this is the file complete on its own: the driver closes it at some later time.
  await db.$client.execute('PRAGMA wal_checkpoint(TRUNCATE)');
  db.$client.close();
}
