import { readFile, writeFile } from 'node:fs/promises';
import { cpus } from 'node:os';
import { writeTables, type Results } from './performance-page.ts';

const file = new URL('results.json', import.meta.url);

/** A description of this machine for a table of figures. */
export const machine = `${cpus().length} × ${cpus()[0]?.model ?? 'unknown'}, Node ${process.version}`;

/** The latest results. */
export async function keptFigures(): Promise<Results> {
  return JSON.parse(await readFile(file, 'utf8')) as Results;
}

/**
 * Stores the figures of one suite in results.json, with the day and the machine, and updates the tables of
 * docs/performance.md. Figures of other suites do not change.
 * @param suite such as `bench` or `faults`. Figures with the same names are replaced; the suite's other figures stay.
 */
export async function keepFigures(suite: string, figures: Record<string, unknown>): Promise<void> {
  const kept = (await keptFigures()) as unknown as Record<string, Record<string, unknown>>;
  const date = new Date().toISOString().slice(0, 10);
  const results = { ...kept, [suite]: { ...kept[suite], date, machine, ...figures } };
  await writeFile(file, `${JSON.stringify(results, null, 2)}\n`);
  await writeTables(results as unknown as Results);
}
