import type { Database } from '../src/database/database.ts';

/**
 * Every row of every table, by table name. Two of these are equal if nothing was written in between. Leases are left out,
 * because jobs take them on their own schedule, and so are the tables that a full-text index keeps for itself.
 */
export async function contents({ $client }: Database): Promise<Record<string, unknown[]>> {
  const { rows: tables } = await $client.execute(
    `SELECT name FROM sqlite_master WHERE type = 'table' AND name <> 'job_lease'
       AND name NOT IN (SELECT name FROM pragma_table_list WHERE type = 'shadow') ORDER BY name`,
  );
  const read = tables.map(async ({ name }) => {
    const { rows } = await $client.execute(`SELECT * FROM "${String(name)}"`);
    return [String(name), rows.map((row) => ({ ...row }))] as const;
  });
  return Object.fromEntries(await Promise.all(read));
}
