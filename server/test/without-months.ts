import { openDatabase, type Database } from '../src/database/database.ts';
import { migrate } from '../src/database/migrate.ts';
import { seed } from '../src/database/seed.ts';
import { statement } from '../src/database/statement.ts';
import { triggers } from '../src/database/triggers.ts';
import { migrationsUpTo } from './migrations.ts';
import { countAsBefore } from './old-tallies.ts';

/** What a version without months stored, and the month that each response counts in. California is at UTC-7. */
const stored = [
  { id: 'july', at: '2026-07-10T12:00Z', month: '2026-07' },
  { id: 'last of july', at: '2026-08-01T06:59Z', month: '2026-07' },
  { id: 'first of august', at: '2026-08-01T07:00Z', month: '2026-08' },
  { id: 'september', at: '2026-09-30T12:00Z', month: '2026-09' },
  { id: 'paper of august', at: '2026-10-05T12:00Z', paperDate: '2026-08-20', month: '2026-08' },
  { id: 'rolled over', at: '2026-06-25T12:00Z', month: '2026-07' },
  { id: 'excluded', at: '2026-09-09T12:00Z', excludedAt: 1, month: '2026-09' },
  { id: 'first of august in New York', at: '2026-08-01T04:30Z', region: 'harbor', month: '2026-08' },
  { id: 'october', at: '2026-10-20T12:00Z', quarter: '2026-10', month: '2026-10' },
];

/** Inserts a response as a version without months does. */
export const insertWithoutMonth = `INSERT INTO response (id, region_id, quarter, received_at, helpfulness, overall, paper_date, excluded_at,
    channel, wording, fingerprint)
  VALUES (:id, (SELECT id FROM region WHERE slug = :region), :quarter, :at, 3, 5, :paperDate, :excludedAt, 'page', 1, 'x')`;

/** A database of the last version without months. */
export async function aDatabaseWithoutMonths(url: string): Promise<void> {
  await using before = await migrationsUpTo('0009_plans-as-work');
  const db = await openDatabase(url);
  await migrate(db, Date.now, before.url);
  await seed(db);
  await db.$client.batch(triggers.map(({ name }) => `DROP TRIGGER IF EXISTS ${name}`));
  await db.$client.executeMultiple(`
    INSERT INTO department (slug, name, zone, first_month) VALUES ('other', 'Other Services', 'America/New_York', 1);
    INSERT INTO region (department_id, slug, name) VALUES (2, 'harbor', 'Harbor Office');`);
  for (const { id, at, region = 'central', quarter = '2026-07', paperDate = null, excludedAt = null } of stored) {
    await db.$client.execute(
      statement(insertWithoutMonth, { id, region, quarter, at: Date.parse(at), paperDate, excludedAt }),
    );
  }
  await countAsBefore(db, 'last');
  await db.$client.executeMultiple(`
    INSERT INTO purged_quarter VALUES (1, '2023-07', 1);
    INSERT INTO rating_tally VALUES (3, '2023-07', 'overall', 5, 0);
    INSERT INTO response_tally VALUES (3, '2023-07', 6, 30, 0);
    INSERT INTO origin_tally VALUES (3, '2023-07', 'page', 'en', 0);`);
  db.$client.close();
}

/** The month of each of its responses after the upgrade, by id. */
export const expectedMonths = Object.fromEntries(stored.map(({ id, month }) => [id, month]));

/** The month of each response, by id. */
export async function monthsIn({ $client }: Database) {
  const { rows } = await $client.execute('SELECT id, month FROM response');
  return Object.fromEntries(rows.map(({ id, month }) => [id, month]));
}
