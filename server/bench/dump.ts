import { open } from 'node:fs/promises';
import { join } from 'node:path';
import { items } from '@heart-survey/shared/items';
import { createClient } from '@libsql/client/sqlite3';

/** As many as the collector reads at a time for `responses.csv`. */
const page = 50;

/**
 * Reads a quarter's responses in pages with the collector's driver, and writes each row as a plain line: the least that an
 * export can do.
 * @returns seconds.
 */
export async function bareDump(folder: string, quarter: string, department: string): Promise<number> {
  const client = createClient({ url: `file:${folder}/heart.db`, concurrency: 1 });
  const file = await open(join(folder, 'dump.txt'), 'w');
  const begun = performance.now();
  const regions = await client.execute({
    sql: 'SELECT region.id FROM region JOIN department ON department.id = department_id WHERE department.slug = ?',
    args: [department],
  });
  for (const [region] of regions.rows.map((row) => Object.values(row))) {
    for (let after = 0, full = true; full;) {
      const { rows } = await client.execute({ sql, args: [quarter, region!, after, page] });
      await file.write(rows.map((row) => `${(Object.values(row) as (string | number | null)[]).join(',')}\n`).join(''));
      after = Number(rows.at(-1)?.['position'] ?? 0);
      full = rows.length === page;
    }
  }
  const seconds = (performance.now() - begun) / 1000;
  await file.close();
  client.close();
  return seconds;
}

const sql = `SELECT rowid AS position, id, received_at, region_id, quarter, ${items.join(', ')}, comment, language, channel,
    wording, paper_date, excluded_at, group_id, campaign_id
  FROM response WHERE quarter = ? AND region_id = ? AND rowid > ? ORDER BY rowid LIMIT ?`;
