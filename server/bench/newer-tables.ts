import { raiseBreaches } from '../src/cases/cases.ts';
import { openDatabase, type Database } from '../src/database/database.ts';
import { statement } from '../src/database/statement.ts';
import { databaseAt, runHeart } from './collector-process.ts';
import { responsesPerCase } from './needs.ts';

// `heart demo` writes the same few cases and campaigns for any number of responses. Here they grow with it.

const responsesPerCampaign = 10_000;
/** One response of so many is an interview on the telephone, and one belongs to a campaign. */
const responsesPerInterview = 50;

/** Responses that change in one commit. */
const chunk = 50_000;

/** The four customer groups that `heart demo` knows. Its responses name them if the first department has them already. */
const groups = `INSERT INTO customer_group (department_id, code, names, place, created_at)
  SELECT 1, value, json_object('en', value), key + 1, 0
    FROM json_each('["client","family-member","partner-agency","advocate"]')`;

const campaigns = `WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < :count)
  INSERT INTO campaign (send_id, department_id, region_id, code, name, purpose, audience, stage, starts_on, ends_on,
      invited, proposed_at, proposed_by, decided_at, decided_by)
    SELECT 'bench-' || i, 1, NULL, 'bench-' || i, 'Campaign ' || i, 'Ask people who wait in the lobby.', 'external',
        'approved', date('now', printf('%+d days', -i % 700)), date('now', printf('%+d days', 14 - i % 700)), 500,
        0, person.id, 0, person.id
      FROM n, (SELECT id FROM person LIMIT 1) AS person`;

const parts = `UPDATE response SET
    campaign_id = CASE WHEN rowid % ${responsesPerInterview} = 1 AND region_id IN (SELECT id FROM region WHERE department_id = 1)
      THEN (SELECT id FROM campaign WHERE code = 'bench-' || (1 + response.rowid / ${responsesPerInterview} % :count)) ELSE campaign_id END,
    channel = CASE WHEN rowid % ${responsesPerInterview} = 2 THEN 'phone' ELSE channel END
  WHERE rowid > :after AND rowid <= :until AND rowid % ${responsesPerInterview} IN (1, 2)`;

/** All are answered and closed except the last thirtieth, which are overdue. Each has a letter, two emails and its history. */
const cases = [
  `WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < :count)
    INSERT INTO case_file (reference, receipt_hash, department_id, region_id, desk_id, sight, kind, channel, language, stage,
        text, received_at, send_id, opened_at, closed_at, due_at, is_unread)
      SELECT printf('R%08d', i), printf('%064d', i), 1, (SELECT min(id) FROM region WHERE department_id = 1),
          (SELECT min(id) FROM desk WHERE department_id = 1), 'desk', 'courtesy', 'form', 'en',
          iif(i * 30 > :count * 29, 'received', 'closed'), 'I waited at the counter for number ' || i || '. ' || hex(randomblob(100)),
          at, printf('S%035d', i), at, iif(i * 30 > :count * 29, NULL, at + 5 * 86400000),
          iif(i * 30 > :count * 29, at, NULL), 0
        FROM (SELECT i, :now - (:count - i) * (700 * 86400000 / :count) AS at FROM n)`,
  ...['received', 'acknowledged', 'answered', 'closed'].map(
    (kind, index) => `INSERT INTO case_event (case_id, kind, at)
      SELECT id, '${kind}', received_at + ${index} * 86400000 FROM case_file
        WHERE send_id LIKE 'S000%' AND (closed_at IS NOT NULL OR ${index} = 0)`,
  ),
  `INSERT INTO case_message (id, case_id, kind, at, way, text)
    SELECT printf('M%035d', id), id, 'answer', closed_at, 'print', 'We are sorry that you waited. ' || hex(randomblob(200))
      FROM case_file WHERE send_id LIKE 'S000%' AND closed_at IS NOT NULL`,
  `INSERT INTO case_letter (id, case_id, message_id, kind, language, day, made_at, made_by, content)
    SELECT printf('L%035d', case_id), case_id, id, 'answer', 'en', date(at / 1000, 'unixepoch'), at, (SELECT min(id) FROM person),
        json_object('letterhead', 'Child Welfare Services', 'text', text)
      FROM case_message WHERE id LIKE 'M000%'`,
  `INSERT INTO case_search (rowid, words, people) SELECT id, text, '' FROM case_file WHERE send_id LIKE 'S000%'`,
  `INSERT INTO outbox (id, kind, state, attempts, created_at, next_at, expires_at, final_at, message_id)
    SELECT hex(randomblob(16)), 'case notice', 'sent', 1, received_at, received_at, received_at, received_at, hex(randomblob(24))
      FROM case_file, (SELECT 1 UNION ALL SELECT 2) WHERE send_id LIKE 'S000%'`,
  `INSERT INTO audit_event (at, person_id, action, subject, department_id)
    SELECT received_at, (SELECT min(id) FROM person), 'case step taken', reference, 1
      FROM case_file, (SELECT 1 UNION ALL SELECT 2 UNION ALL SELECT 3) WHERE send_id LIKE 'S000%'`,
];

/** Fills an empty folder with a county: the sample data, and customer groups in the same proportion. */
export async function fillWithGroups(folder: string, responses: number): Promise<void> {
  await runHeart(folder, 'migrate');
  await inDatabase(folder, (db) =>
    db.$client.batch([statement(groups), statement('UPDATE department SET asks_group = 1 WHERE id = 1')], 'write'),
  );
  await runHeart(folder, 'demo', '--responses', String(responses));
}

/** Adds campaigns and interviews to those responses. */
export async function addCampaigns(folder: string, responses: number): Promise<void> {
  const count = Math.ceil(responses / responsesPerCampaign);
  await inDatabase(folder, async (db) => {
    await db.$client.execute(statement(campaigns, { count }));
    const { rows } = await db.$client.execute('SELECT max(rowid) AS last FROM response');
    for (let after = 0; after < Number(rows[0]!['last']); after += chunk) {
      await db.$client.execute(statement(parts, { count, after, until: after + chunk }));
    }
  });
}

/** Adds cases with their events, letters, emails and audit entries. @returns how many. */
export async function addCases(folder: string, responses: number): Promise<number> {
  const count = Math.ceil(responses / responsesPerCase);
  await inDatabase(folder, async (db) => {
    for (const sql of cases) {
      const args = { count, now: Date.now() };
      const named = Object.fromEntries(Object.entries(args).filter(([name]) => sql.includes(`:${name}`)));
      await db.$client.execute(statement(sql, named));
    }
    await raiseBreaches(db, Date.now());
  });
  return count;
}

/** How much of the database's file is used, in bytes, and by how many responses. */
export async function sizeOf(folder: string): Promise<{ bytes: number; responses: number }> {
  return inDatabase(folder, async (db) => {
    const { rows } = await db.$client.execute(
      `SELECT (page_count - freelist_count) * page_size AS bytes, (SELECT count(*) FROM response) AS responses
        FROM pragma_page_count, pragma_freelist_count, pragma_page_size`,
    );
    return { bytes: Number(rows[0]!['bytes']), responses: Number(rows[0]!['responses']) };
  });
}

async function inDatabase<T>(folder: string, work: (db: Database) => Promise<T>): Promise<T> {
  const db = await openDatabase(databaseAt(folder));
  try {
    return await work(db);
  } finally {
    db.$client.close();
  }
}
