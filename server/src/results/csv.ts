import { items } from '@heart-survey/shared/items';
import type { Scores } from '@heart-survey/shared/scores';
import { stringify, type Options } from 'csv-stringify';
import { stringify as stringifySync } from 'csv-stringify/sync';
import { Readable } from 'node:stream';
import type { Database } from '../database/database.ts';
import type { Department } from '../survey/survey.ts';
import type { Figures } from './figures.ts';
import { regionsOf, responsePage } from './queries.ts';

/** For spreadsheets: UTF-8 with its mark, and no cell that could be run as a formula. */
const forSpreadsheets: Options = {
  header: true,
  bom: true,
  escape_formulas: true,
  record_delimiter: '\r\n',
  // Left to itself the writer quotes a cell for the whole delimiter only, and a lone line feed would end the line.
  quoted_match: /[\r\n]/,
};

const averageColumns = [
  ...['department', 'quarter', 'region', 'responses', 'sum', 'n', 'average', 'status'],
  ...items.flatMap((item) => [`${item}_sum`, `${item}_n`, `${item}_mean`]),
];

const rowColumns = [
  'id',
  'received_at',
  'department',
  'region',
  'quarter',
  ...items,
  'comment',
  'language',
  'channel',
  'wording',
];

/** The averages: a line per region and a total. */
export function averagesCsv({ department, quarter, regions, total }: Figures): string {
  const line = (region: string, { responses, sum, n, average, status, items: scores }: Scores) => [
    ...[department, quarter.id, region, responses, sum, n, average, status],
    ...items.flatMap((item) => [scores[item].sum, scores[item].n, scores[item].mean]),
  ];
  const lines = [...regions.map((region) => line(region.region, region)), line('total', total)];
  return stringifySync(lines, { ...forSpreadsheets, columns: averageColumns });
}

/** The responses of a quarter, a line each, read page by page so that a million of them cost no memory. */
export function responsesCsv(db: Database, department: Department, quarter: string): Readable {
  const lines = Readable.from(responseLines(db, department, quarter));
  const csv = stringify({ ...forSpreadsheets, columns: rowColumns });
  lines.on('error', (error) => csv.destroy(error));
  return lines.pipe(csv);
}

async function* responseLines(db: Database, department: Department, quarter: string) {
  const size = 1000;
  for (const region of await regionsOf(db, department.id)) {
    for (let after = 0, full = true; full;) {
      const rows = await responsePage(db, region.id, quarter, after, size);
      for (const row of rows) {
        const receivedAt = new Date(Number(row['received_at'])).toISOString();
        yield { ...row, received_at: receivedAt, department: department.slug, region: region.slug };
      }
      after = Number(rows.at(-1)?.['position'] ?? 0);
      full = rows.length === size;
    }
  }
}
