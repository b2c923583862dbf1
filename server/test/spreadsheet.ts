import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { basename, extname } from 'node:path';
import { promisify } from 'node:util';
import type { aFolder } from './folder.ts';

const office = '/usr/bin/soffice';

/** Whether LibreOffice is on this machine. */
export const hasSpreadsheet = existsSync(office);

/**
 * That file of the folder as LibreOffice opens it, as a flat XML document, where a formula is a `table:formula`.
 * @param separator what the person who opens a CSV file has chosen between cells.
 */
export async function asOpened(
  folder: Awaited<ReturnType<typeof aFolder>>,
  name: string,
  separator = ',',
): Promise<string> {
  const home = `-env:UserInstallation=file://${folder.file('profile')}`;
  // The separator, double quote, UTF-8, and formulas looked for as somebody who opens the file by a click has it.
  const filter = name.endsWith('.csv')
    ? [`--infilter=CSV:${separator.charCodeAt(0)},34,76,1,,0,false,true,false,false,false,-1`]
    : [];
  const to = ['--headless', '--convert-to', 'fods', '--outdir', folder.path];
  await promisify(execFile)(office, [home, ...filter, ...to, folder.file(name)], { timeout: 50_000 });
  return readFile(folder.file(`${basename(name, extname(name))}.fods`), 'utf8');
}
