import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { html } from 'hono/html';
import { prepareDatabase } from '../src/database/prepare.ts';
import type { Database } from '../src/database/database.ts';
import { statement } from '../src/database/statement.ts';
import { createOrganization } from '../src/org/org.ts';
import { readCoverage } from '../src/survey-plans/coverage.ts';
import { coveragePage } from '../src/survey-plans/coverage-page.ts';
import { closedWith } from '../test/closed-quarters.ts';
import { publish } from '../test/publishing.ts';
import { keepFigures, machine } from './results.ts';

// Measures how long the executive office's board of 40 departments takes with 6 years of closed quarters, compared with reading the rows it
// stands on by their numbers. The two take turns, since the load of a machine changes. The process remembers what it worked out of
// closed quarters, so the board is measured twice: as any request after the first, and with nothing remembered.

const departments = 40;
const years = 6;
const regions = 4;
const rounds = 200;
const coldRounds = 40;
const now = Date.UTC(2026, 7, 17, 19);

const quarters = Array.from({ length: 4 * years }, (_, index) =>
  new Date(Date.UTC(2020, 6 + 3 * index, 1)).toISOString().slice(0, 7),
);

async function filled(folder: string): Promise<Database> {
  const db = await prepareDatabase(`file:${join(folder, 'heart.db')}`, () => now);
  await db.$client.executeMultiple(`
    INSERT INTO person (id, name, email, created_at, updated_at) VALUES ('someone', 'Someone', 'someone@example.gov', 0, 0);
    INSERT INTO division (name, created_at) VALUES ('Health', 0), ('Families', 0), ('Safety', 0), ('Land', 0);
    WITH RECURSIVE n(i) AS (SELECT 2 UNION ALL SELECT i + 1 FROM n WHERE i < ${departments})
      INSERT INTO department (id, slug, name, zone, first_month)
        SELECT i, 'department-' || i, 'Department ' || i, 'America/Los_Angeles', 7 FROM n;
    UPDATE department SET division_id = 1 + id % 4;
    WITH RECURSIVE n(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i < ${regions} - 1)
      INSERT INTO region (department_id, slug, name)
        SELECT id, 'r-' || id || '-' || i, 'Region ' || i FROM department, n;
    WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ${years})
      INSERT INTO survey_plan (department_id, version, who, how, "use", modes, formats, languages, frequency, next_on,
          review_on, at, person_id)
        SELECT id, i, printf('%.200c', 'w'), printf('%.200c', 'h'), printf('%.200c', 'u'), '["signature","paper"]',
          '["large-print"]', '["en","es"]', 'annual', '2027-03-01', '2027-06-30', i, 'someone' FROM department, n;`);
  for (let departmentId = 1; departmentId <= departments; departmentId += 1) {
    for (const [index, quarter] of quarters.entries()) {
      const people = (at: number) => ({ 3: 20 + 9 * at, 4: 40 + index + departmentId, 5: 30 + index });
      const own = Array.from({ length: regions }, (_, at) => [`r-${departmentId}-${at}`, people(at)]);
      await closedWith(db, quarter, { departmentId, regions: Object.fromEntries(own), closedAt: now });
      await publish({ db, clock: { now } }, { departmentId, quarter });
    }
  }
  await db.$client.batch(
    [
      statement(`INSERT INTO action_plan (region_id, quarter, stage, opened_at, target, opened_on)
        SELECT id, quarter, iif(quarter < '2025', 'completed', 'agreed'), 1, 400, '{}'
          FROM region, (SELECT DISTINCT quarter FROM snapshot) WHERE slug LIKE '%-3'`),
      statement('ANALYZE'),
    ],
    'write',
  );
  return db;
}

/** The ids of the rows that the board stands on. */
async function rowsBehind(db: Database) {
  const ids = async (sql: string) =>
    JSON.stringify((await db.$client.execute(statement(sql))).rows.map((row) => row['id'] as string | number));
  const year = quarters.slice(-4).map((quarter) => `'${quarter}'`);
  return {
    division: await ids('SELECT id FROM division'),
    survey_plan: await ids(`SELECT id FROM survey_plan WHERE version = ${years}`),
    snapshot: await ids(
      `SELECT id FROM snapshot WHERE quarter IN (${year.join()}) OR quarter IN (SELECT quarter FROM action_plan WHERE stage = 'agreed')`,
    ),
    publication_event: await ids(`SELECT max(id) AS id FROM publication_event GROUP BY department_id`),
    action_plan: await ids("SELECT id FROM action_plan WHERE stage = 'agreed'"),
  };
}

/** Gives every version another id, so that nothing that the process remembers is about it. */
async function forget(db: Database): Promise<void> {
  await db.$client.execute(statement("UPDATE snapshot SET id = id || '+'"));
}

/** @param columns of the snapshots. */
async function readAgain(db: Database, behind: Record<string, string>, columns: string): Promise<void> {
  for (const [table, ids] of Object.entries(behind)) {
    const chosen = table === 'snapshot' ? columns : table === 'action_plan' ? 'id, region_id, quarter, stage' : '*';
    await db.$client.execute(
      statement(`SELECT ${chosen} FROM ${table} WHERE id IN (SELECT value FROM json_each(:ids))`, { ids }),
    );
  }
}

const percentile95 = (times: number[]) => times.toSorted((one, other) => one - other)[Math.floor(times.length * 0.95)]!;
const rounded = (value: number) => Number(value.toFixed(2));

const folder = await mkdtemp(join(tmpdir(), 'heart-bench-'));
try {
  const db = await filled(folder);
  const organization = createOrganization(db);
  const board = async () => {
    const { departments: all } = await organization();
    const { main } = coveragePage(await readCoverage(db, all, now));
    return html`${main}`;
  };
  const before = performance.now();
  const page = await board();
  const firstMs = rounded(performance.now() - before);
  if (!page.includes('Department 40')) throw new Error('A department is missing.');
  const behind = await rowsBehind(db);
  const times = { page: [] as number[], keys: [] as number[], rows: [] as number[] };
  const cold = { page: [] as number[], rows: [] as number[] };
  const whole = 'id, department_id, quarter, version, target, figures, tallies';
  const timed = async (to: number[], work: () => Promise<unknown>) => {
    const start = performance.now();
    await work();
    to.push(performance.now() - start);
  };
  for (let round = 0; round < rounds; round += 1) {
    await timed(times.page, board);
    await timed(times.keys, () => readAgain(db, behind, 'id, department_id, quarter, version'));
    await timed(times.rows, () => readAgain(db, behind, whole));
  }
  await db.$client.execute(statement('PRAGMA foreign_keys = OFF'));
  for (let round = 0; round < coldRounds; round += 1) {
    await forget(db);
    const renamed = await rowsBehind(db);
    await timed(cold.page, board);
    await timed(cold.rows, () => readAgain(db, renamed, whole));
  }
  const compared = (page: number[], rows: number[]) => {
    const [p95, rowsP95] = [percentile95(page), percentile95(rows)];
    return { p95Ms: rounded(p95), rowsP95Ms: rounded(rowsP95), ratio: rounded(p95 / rowsP95) };
  };
  const figures = {
    board: compared(times.page, times.rows),
    nothingRemembered: compared(cold.page, cold.rows),
    keysP95Ms: rounded(percentile95(times.keys)),
    firstMs,
  };
  await keepFigures('coverage', figures);
  // oxlint-disable-next-line no-console -- printing is the program's purpose
  console.log(machine, figures);
  db.$client.close();
} finally {
  await rm(folder, { recursive: true });
}
