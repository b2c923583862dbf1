import type { Quarter } from '@heart-survey/shared/quarters';
import type { Database } from '../database/database.ts';
import type { KeptFile } from '../http/file.ts';
import { turn } from '../limits/turns.ts';
import type { Department } from '../org/org.ts';
import { averagesCsv, responsesCsv } from './csv.ts';
import type { PublishedFigures } from '../figures/figures.ts';
import { averagesXlsx } from './xlsx.ts';

interface OfQuarter {
  department: Department;
  quarter: Quarter;
}

/** A workbook of a few regions takes as long as this many UTF-16 units of text. */
const averagesCost = 20_000;

/** A quarter's averages as a file. @param at when it is created, in milliseconds since the epoch. */
export async function averagesFile(
  figures: PublishedFigures,
  { department, quarter, type, at }: OfQuarter & { type: 'csv' | 'xlsx'; at: number },
): Promise<KeptFile> {
  await turn(averagesCost);
  const body = type === 'csv' ? averagesCsv(figures) : await averagesXlsx(figures, department, at);
  return { name: `${department.slug}-${quarter.id}-averages`, type, body };
}

/** A quarter's responses as a file, one per line. @param at when it is created, in milliseconds since the epoch. */
export async function responsesFile(
  db: Database,
  { department, quarter, at }: OfQuarter & { at: number },
): Promise<KeptFile> {
  const body = await responsesCsv(db, department, quarter.id, at);
  return { name: `${department.slug}-${quarter.id}-responses`, type: 'csv', body };
}
