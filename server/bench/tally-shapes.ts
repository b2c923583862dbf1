import { statSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { items, scale } from '@heart-survey/shared/items';
import { openDatabase } from '../src/database/database.ts';
import { statement } from '../src/database/statement.ts';
import { keepFigures } from './results.ts';

// Compares shapes of the tally tables: the time and the pages of the write-ahead log for each response. The shapes take
// turns in one run, since the machine's speed changes. The shape in use is in src/database/tallies.ts.

interface Shape {
  name: string;
  tables: string[];
  /** What the insert trigger does. */
  count: string[];
}

const given = items.map((item) => `(NEW.${item} IS NOT NULL)`).join(' + ');
const sum = items.map((item) => `coalesce(NEW.${item}, 0)`).join(' + ');
const counters = items.flatMap((item) => scale.map((value) => ({ item, value, name: `${item}${value}` })));
const names = counters.map(({ name }) => name).join(', ');
const hits = counters.map(({ item, value }) => `(NEW.${item} IS ${value})`).join(', ');
const added = counters.map(({ name }) => `${name} = ${name} + excluded.${name}`).join(', ');
const columns = `${counters.map(({ name }) => `${name} INTEGER NOT NULL`).join(', ')}, CHECK (min(${names}) >= 0)`;

/** A table whose key starts with these columns, and the statement that counts a response in it. */
function parts(key: 'region_id, quarter' | 'region_id, quarter, month', isWithoutRowid: boolean) {
  const of = key.replaceAll(/\w+/g, 'NEW.$&');
  const typed = `region_id INTEGER NOT NULL, quarter TEXT NOT NULL, month TEXT,`;
  const end = isWithoutRowid ? ') WITHOUT ROWID' : ')';
  const table = (name: string, rest: string, more = '') =>
    `CREATE TABLE ${name} (${typed} ${rest}, PRIMARY KEY (${key}${more})${end}`;
  const one = 'responses INTEGER NOT NULL CHECK (responses >= 0)';
  const upsert = (into: string, values: string, set: string) =>
    `INSERT INTO ${into} ${values} ON CONFLICT DO UPDATE SET ${set};`;
  return {
    narrow: {
      table: table(
        'rating',
        'item TEXT NOT NULL, value INTEGER NOT NULL, n INTEGER NOT NULL CHECK (n >= 0)',
        ', item, value',
      ),
      count: items.map((item) =>
        upsert(
          `rating (${key}, item, value, n)`,
          `SELECT ${of}, '${item}', NEW.${item}, 1 WHERE NEW.${item} IS NOT NULL`,
          'n = n + 1',
        ),
      ),
    },
    wide: {
      table: table('rating', counters.map(({ name }) => `${name} INTEGER NOT NULL DEFAULT 0`).join(', ')),
      count: [
        `INSERT INTO rating (${key}) VALUES (${of}) ON CONFLICT DO NOTHING;`,
        `UPDATE rating SET ${counters.map(({ item, value, name }) => `${name} = ${name} + (NEW.${item} IS ${value})`).join(', ')}
          WHERE (${key}) = (${of});`,
      ],
    },
    cells: {
      table: table('cell', `k INTEGER NOT NULL, s INTEGER NOT NULL, ${one}`, ', k, s'),
      count: [
        upsert(`cell (${key}, k, s, responses)`, `VALUES (${of}, ${given}, ${sum}, 1)`, 'responses = responses + 1'),
      ],
    },
    wideCells: {
      table: table('cell', `k INTEGER NOT NULL, s INTEGER NOT NULL, ${one}, ${columns}`, ', k, s'),
      count: [
        upsert(
          `cell (${key}, k, s, responses, ${names})`,
          `VALUES (${of}, ${given}, ${sum}, 1, ${hits})`,
          `responses = responses + 1, ${added}`,
        ),
      ],
    },
    origins: {
      table: table('origin', `channel TEXT NOT NULL, language TEXT NOT NULL, ${one}`, ', channel, language'),
      count: [
        upsert(
          `origin (${key}, channel, language, responses)`,
          `VALUES (${of}, coalesce(NEW.channel, ''), coalesce(NEW.language, ''), 1)`,
          'responses = responses + 1',
        ),
      ],
    },
  };
}

function shape(name: string, ...all: { table: string; count: string[] }[]): Shape {
  return { name, tables: all.map(({ table }) => table), count: all.flatMap(({ count }) => count) };
}

function shapes(): Shape[] {
  const quarterly = parts('region_id, quarter', false);
  return [
    shape('no tallies'),
    shape('a row per rating, by quarter', quarterly.narrow, quarterly.cells, quarterly.origins),
    ...[false, true].flatMap((isWithoutRowid) => {
      const { narrow, wide, cells, wideCells, origins } = parts('region_id, quarter, month', isWithoutRowid);
      const rowid = isWithoutRowid ? ', WITHOUT ROWID' : '';
      return [
        shape(`a row per rating, by month${rowid}`, narrow, cells, origins),
        shape(`a row of 30 counters, by month${rowid}`, wide, cells, origins),
        shape(`30 counters in each cell, by month${rowid}`, wideCells, origins),
      ];
    }),
  ];
}

const rounds = 3;
const together = { perCommit: 64, commits: 60 };
const alone = { perCommit: 1, commits: 300 };

interface Measured {
  /** Microseconds for each response, without the flush to disk. */
  together: number;
  /** Pages of the write-ahead log for each response that has a commit of its own. */
  pagesAlone: number;
}

async function measure({ tables, count }: Shape): Promise<Measured> {
  const folder = await mkdtemp(join(tmpdir(), 'heart-shapes-'));
  const file = join(folder, 'heart.db');
  const db = await openDatabase(`file:${file}`);
  const run = (sql: string) => db.$client.execute(sql);
  await run(`CREATE TABLE response (id TEXT PRIMARY KEY, region_id INTEGER NOT NULL, quarter TEXT NOT NULL, month TEXT,
    ${items.map((item) => `${item} INTEGER`).join(', ')}, channel TEXT, language TEXT, comment TEXT)`);
  await run('CREATE INDEX response_quarter ON response (quarter, region_id)');
  for (const table of tables) await run(table);
  if (count.length > 0) {
    await run(`CREATE TRIGGER tally AFTER INSERT ON response BEGIN ${count.join(' ')} END`);
  }
  await run('PRAGMA wal_autocheckpoint = 0');
  const insert = async ({ perCommit, commits }: typeof together) => {
    const all = Array.from({ length: commits }, () => [batchOf(perCommit)]);
    const before = performance.now();
    for (const batch of all) await db.$client.batch(batch, 'write');
    return (1000 * (performance.now() - before)) / (perCommit * commits);
  };
  // The first responses make the rows of the tallies.
  await insert({ perCommit: 64, commits: 100 });
  await run('PRAGMA wal_checkpoint(TRUNCATE)');
  await insert(alone);
  const pageAndHeader = 4096 + 24;
  const pagesAlone = statSync(`${file}-wal`).size / pageAndHeader / alone.commits;
  await run('PRAGMA wal_checkpoint(TRUNCATE)');
  await run('PRAGMA synchronous = OFF');
  const micros = await insert(together);
  db.$client.close();
  await rm(folder, { recursive: true });
  return { together: micros, pagesAlone };
}

let made = 0;

function batchOf(size: number) {
  const rows = Array.from({ length: size }, () => {
    made += 1;
    const ratings = items.map(() => 1 + Math.floor(Math.random() * 5));
    const month = ['2026-07', '2026-08', '2026-09'][made % 3];
    return [`id ${made} ${Math.random()}`, 1 + (made % 8), '2026-07', month, ...ratings, 'embed', 'en', null];
  });
  return statement(
    `INSERT INTO response SELECT ${rows[0]!.map((_, index) => `r.value->>${index}`).join(', ')} FROM json_each(?) AS r`,
    [JSON.stringify(rows)],
  );
}

const median = (values: number[]) => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)]!;
const all = shapes();
const measured = new Map<string, Measured[]>(all.map(({ name }) => [name, []]));
for (let round = 0; round < rounds; round += 1) {
  for (const one of all) measured.get(one.name)!.push(await measure(one));
}
const medians = all.map(({ name }) => {
  const of = measured.get(name)!;
  return {
    name,
    together: median(of.map(({ together }) => together)),
    pagesAlone: median(of.map(({ pagesAlone }) => pagesAlone)),
  };
});
const base = medians[1]!;
const tallyShapes = medians.map(({ name, together, pagesAlone }) => ({
  name,
  microseconds: Math.round(together),
  share: Math.round((100 * together) / base.together) / 100,
  pages: Math.round(10 * pagesAlone) / 10,
}));
for (const { name, microseconds, share, pages } of tallyShapes) {
  // oxlint-disable-next-line no-console -- printing is the program's purpose
  console.log(`${name.padEnd(48)} ${microseconds} µs, ${share}, ${pages} pages`);
}
await keepFigures('tallyShapes', { shapes: tallyShapes });
