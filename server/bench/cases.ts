import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { listCases, searchCases, type Asked, type ListedCase } from '../src/cases/list-queries.ts';
import type { Seer } from '../src/cases/sight.ts';
import { prepareDatabase } from '../src/database/prepare.ts';
import type { Database } from '../src/database/database.ts';
import { statement } from '../src/database/statement.ts';
import { keepFigures, machine } from './results.ts';

// Measures how long a page of the list of cases and of the search takes with 100,000 cases, compared with reading the same rows by their
// numbers. The two take turns, since the load of a machine changes.

const cases = 100_000;
const rounds = 200;
const pageSize = 51;

/** Nine of ten are closed. One of a hundred names the neighbor, and one of a thousand is restricted. */
const fill = `WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ${cases})
  INSERT INTO case_file (reference, receipt_hash, department_id, desk_id, sight, kind, channel, language, stage, text,
      received_at, send_id, owner_id, due_on, opened_at, closed_at, due_at)
    SELECT printf('R%07d', i), printf('H%07d', i), 1, iif(i % 1000 = 0, 1, 5), iif(i % 1000 = 0, 'restricted', 'desk'),
        'courtesy', 'form', 'en', iif(i % 10, 'closed', 'received'),
        'I waited at the counter for number ' || i || iif(i % 100 = 0, ' with my neighbor', ''), 1700000000000 + i * 60000,
        printf('S%07d', i), iif(i % 50 = 0, 'someone', NULL), '2027-01-01', 1700000000000 + i * 60000,
        iif(i % 10, 1700000000000 + i * 90000, NULL), iif(i % 10, NULL, 1700000000000 + (i * 7919 % ${cases}) * 60000)
      FROM n`;

async function filled(folder: string): Promise<Database> {
  const db = await prepareDatabase(`file:${join(folder, 'heart.db')}`, () => Date.UTC(2027, 0, 4));
  await db.$client.batch(
    [
      statement(
        "INSERT INTO person (id, name, email, created_at, updated_at) VALUES ('someone', 'Someone', 'someone@example.gov', 0, 0)",
      ),
      statement(fill),
      statement("INSERT INTO case_search (rowid, words, people) SELECT id, text, '' FROM case_file"),
      statement('ANALYZE'),
    ],
    'write',
  );
  return db;
}

/** The same rows by their numbers, with the same columns. */
async function readAgain(db: Database, found: readonly ListedCase[]): Promise<void> {
  const ids = JSON.stringify(found.map(({ id }) => id));
  await db.$client.execute(
    statement(
      `SELECT case_file.*, desk.name AS desk, person.name AS owner FROM case_file JOIN desk ON desk.id = desk_id
        LEFT JOIN person ON person.id = owner_id WHERE case_file.id IN (SELECT value FROM json_each(:ids))`,
      { ids },
    ),
  );
}

const percentile95 = (times: number[]) => times.toSorted((one, other) => one - other)[Math.floor(times.length * 0.95)]!;
const rounded = (value: number) => Number(value.toFixed(2));

async function compare(db: Database, read: (round: number) => Promise<ListedCase[]>) {
  const times = { page: [] as number[], rows: [] as number[] };
  for (let round = 0; round < rounds; round += 1) {
    const start = performance.now();
    const found = await read(round);
    const between = performance.now();
    await readAgain(db, found);
    times.page.push(between - start);
    times.rows.push(performance.now() - between);
    if (found.length === 0) throw new Error('Nothing was found.');
  }
  const [page, rows] = [percentile95(times.page), percentile95(times.rows)];
  return { p95Ms: rounded(page), rowsP95Ms: rounded(rows), ratio: rounded(page / rows) };
}

const folder = await mkdtemp(join(tmpdir(), 'heart-bench-'));
try {
  const db = await filled(folder);
  const handler: Seer = {
    me: 'someone',
    myEmail: 'someone@example.gov',
    owner: 'someone',
    myDesks: '[5]',
    managed: '[]',
  };
  const manager: Seer = { ...handler, myDesks: '[]', managed: '[1]' };
  const asked: Asked = { view: 'open', deskId: null, kind: null, limit: pageSize, after: null };
  const figures = {
    open: await compare(db, () => listCases(db, handler, asked)),
    managed: await compare(db, () => listCases(db, manager, asked)),
    later: await compare(db, (round) =>
      listCases(db, handler, { ...asked, after: { key: 1_700_000_000_000 + round * 20_000_000, id: 0 } }),
    ),
    closed: await compare(db, () => listCases(db, handler, { ...asked, view: 'closed' })),
    mine: await compare(db, () => listCases(db, handler, { ...asked, view: 'mine' })),
    searchCommon: await compare(db, () => searchCases(db, handler, 'waited counter', pageSize)),
    searchRare: await compare(db, () => searchCases(db, handler, 'neighbor', pageSize)),
    searchOne: await compare(db, (round) => searchCases(db, handler, `number ${10_000 + round}`, pageSize)),
  };
  await keepFigures('cases', figures);
  // oxlint-disable-next-line no-console -- printing is the program's purpose
  console.log(machine, figures);
  db.$client.close();
} finally {
  await rm(folder, { recursive: true });
}
