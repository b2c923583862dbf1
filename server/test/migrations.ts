import { cp, readFile, writeFile } from 'node:fs/promises';
import { pathToFileURL } from 'node:url';
import { migrationsFolder } from '../src/database/migrate.ts';
import { aFolder } from './folder.ts';

/** A folder with the migrations up to that one. */
export async function migrationsUpTo(last: string) {
  const folder = await aFolder();
  await cp(migrationsFolder, folder.path, { recursive: true });
  const journal = folder.file('meta/_journal.json');
  const { entries, ...rest } = JSON.parse(await readFile(journal, 'utf8')) as { entries: { tag: string }[] };
  const kept = entries.slice(0, entries.findIndex(({ tag }) => tag === last) + 1);
  await writeFile(journal, JSON.stringify({ ...rest, entries: kept }));
  return { ...folder, url: pathToFileURL(`${folder.path}/`) };
}
