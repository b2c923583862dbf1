import { fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { logCsv, logWorkbook } from '../src/case-log/files.ts';
import { openDatabase } from '../src/database/database.ts';
import { prepareDatabase } from '../src/database/prepare.ts';
import { statement } from '../src/database/statement.ts';
import { createOrganization } from '../src/org/org.ts';
import { keepFigures, machine } from './results.ts';

// Measures the memory and time of writing the log of cases as a file, with their texts: of 10,000 cases and of 100,000, each in a
// process of its own.

const cases = 100_000;
const start = Date.UTC(2026, 0, 1, 8);
const hour = 60 * 60 * 1000;

const fill = [
  `WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ${cases})
    INSERT INTO case_file (reference, receipt_hash, department_id, desk_id, sight, kind, channel, language, stage, text,
        received_at, opened_at, closed_at)
      SELECT printf('R%07d', i), printf('H%07d', i), 1, 5, 'desk', 'courtesy', 'form', 'en', 'closed',
          'I waited at the counter for number ' || i || '. ' || hex(randomblob(200)), ${start} + i * 60000, ${start} + i * 60000,
          ${start} + i * 60000 + ${hour}
        FROM n`,
  ...['received', 'acknowledged', 'answered', 'closed'].map(
    (kind, at) =>
      `INSERT INTO case_event (case_id, kind, at) SELECT id, '${kind}', received_at + ${at * hour} FROM case_file`,
  ),
  `INSERT INTO case_message (id, case_id, kind, at, text)
    SELECT 'M' || id, id, 'answer', received_at + ${2 * hour}, 'We are sorry that you waited. ' || hex(randomblob(200)) FROM case_file`,
];

interface Job {
  url: string;
  type: 'csv' | 'xlsx';
  /** The first this many cases. */
  rows: number;
}

interface Measured {
  /** The most memory that the process held, in MiB, and the most that JavaScript still needed. */
  peakMiB: number;
  neededMiB: number;
  seconds: number;
  bytes: number;
}

async function write({ url, type, rows }: Job): Promise<Measured> {
  const db = await openDatabase(url);
  const organization = await createOrganization(db)();
  const asked = {
    from: null,
    // A day has 1,440 of them.
    to: rows === cases ? null : new Date(start + rows * 60_000 - 24 * hour).toISOString().slice(0, 10),
    department: null,
    desk: null,
    kind: null,
    channel: null,
    outcome: null,
    only: null,
    hasTexts: true,
  };
  const seer = { me: 'x', myEmail: 'x', owner: '', myDesks: '[]', managed: '[1]' };
  const began = performance.now();
  let bytes = 0;
  const file = { db, seer, asked, organization };
  let needed = 0;
  let chunks = 0;
  for await (const chunk of type === 'csv' ? logCsv(file) : logWorkbook(file)) {
    bytes += (chunk as Uint8Array).length;
    chunks += 1;
    if (chunks % 200 > 0) continue;
    globalThis.gc!();
    const { heapUsed, external } = process.memoryUsage();
    needed = Math.max(needed, heapUsed + external);
  }
  const seconds = (performance.now() - began) / 1000;
  db.$client.close();
  const peakMiB = Math.round(process.resourceUsage().maxRSS / 1024);
  return { peakMiB, neededMiB: Math.round(needed / 1024 / 1024), seconds: Number(seconds.toFixed(1)), bytes };
}

async function apart(job: Job): Promise<Measured> {
  const child = fork(import.meta.filename, [JSON.stringify(job)], { execArgv: ['--expose-gc'] });
  const [measured] = (await once(child, 'message')) as [Measured];
  return measured;
}

const [, , job] = process.argv;
if (job === undefined) {
  const folder = await mkdtemp(join(tmpdir(), 'heart-bench-'));
  try {
    const url = `file:${join(folder, 'heart.db')}`;
    const db = await prepareDatabase(url, () => start);
    await db.$client.batch(
      fill.map((sql) => statement(sql)),
      'write',
    );
    db.$client.close();
    const figures: Record<string, Measured> = {};
    for (const type of ['csv', 'xlsx'] as const) {
      for (const rows of [10_000, cases]) figures[`${type}${rows}`] = await apart({ url, type, rows });
    }
    await keepFigures('caseLog', figures);
    // oxlint-disable-next-line no-console -- printing is the program's purpose
    console.log(machine, figures);
  } finally {
    await rm(folder, { recursive: true });
  }
} else {
  process.send!(await write(JSON.parse(job) as Job));
  process.disconnect();
}
