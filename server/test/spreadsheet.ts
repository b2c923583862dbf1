import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { basename, extname } from 'node:path';
import { promisify } from 'node:util';
import type { aFolder } from './folder.ts';

const office = '/usr/bin/soffice';

/** Whether LibreOffice is installed. */
export const hasSpreadsheet = existsSync(office);

/**
 * The file as LibreOffice opens it, as a flat XML document, in which a formula is a `table:formula`.
 * @param separator the cell separator that the person chose for a CSV file.
 */
export async function asOpened(
  folder: Awaited<ReturnType<typeof aFolder>>,
  name: string,
  separator = ',',
): Promise<string> {
  const home = `-env:UserInstallation=file://${folder.file('profile')}`;
  // The separator, double quote, UTF-8, and formulas detected, as when someone opens the file with a double click.
  const filter = name.endsWith('.csv')
    ? [`--infilter=CSV:${separator.charCodeAt(0)},34,76,1,,0,false,true,false,false,false,-1`]
    : [];
  const to = ['--headless', '--convert-to', 'fods', '--outdir', folder.path];
  await promisify(execFile)(office, [home, ...filter, ...to, folder.file(name)], { timeout: 50_000 });
  return readFile(folder.file(`${basename(name, extname(name))}.fods`), 'utf8');
}
