import { logCsv } from '../src/case-log/files.ts';
import type { Database } from '../src/database/database.ts';
import { createOrganization } from '../src/org/org.ts';
import { someCohorts } from './case-cohorts.ts';
import { readCsv } from './csv.ts';
import { statement } from './statement.ts';

/** The outcomes, as the log names them. */
const named: Record<string, string> = {
  upheld: 'Upheld',
  'partly upheld': 'Partly upheld',
  'not upheld': 'Not upheld',
  withdrawn: 'Withdrawn by the writer',
  referred: 'Referred to someone else',
};

/** What a line of the log says, by the names of its columns. */
export type Line = Record<string, string>;

/**
 * The log of random cases as the manager of all their departments exports it, and the same lines from SQL on the stored events,
 * which shares no code with the product.
 */
export async function loggedTwice(db: Database, seed: number, many: number) {
  await someCohorts(db, seed, many);
  const organization = await createOrganization(db)();
  const managed = JSON.stringify(organization.departments.map(({ id }) => id));
  const seer = { me: 'x', myEmail: 'x', owner: '', myDesks: '[]', managed };
  const asked = {
    from: null,
    to: null,
    department: null,
    desk: null,
    kind: null,
    channel: null,
    outcome: null,
    only: null,
  };
  let file = '';
  const csv = logCsv({ db, seer, asked: { ...asked, hasTexts: false }, organization });
  for await (const chunk of csv) file += String(chunk);
  const columns = ['reference', 'outcome', 'changes of desk', 'days to first answer', 'first answer', 'not satisfied'];
  const logged = readCsv(file).lines.map((line) => Object.fromEntries(columns.map((name) => [name, line[name]!])));
  const counted: Line[] = [];
  for (const { zone, id } of organization.departments) {
    const local = new Intl.DateTimeFormat('sv-SE', { timeZone: zone, dateStyle: 'short', timeStyle: 'medium' });
    const text = (at: unknown) => (at === null ? '' : local.format(Number(at)));
    const dayNumber = (at: unknown) => Date.parse(text(at).slice(0, 10)) / 86_400_000;
    const first = (kind: string) => `(SELECT min(at) FROM case_event WHERE case_id = f.id AND kind = '${kind}')`;
    const { rows } = await db.$client.execute(
      statement(
        `SELECT reference, received_at, ${first('answered')} AS answered, ${first('not satisfied')} AS second,
          (SELECT detail ->> 'outcome' FROM case_event WHERE case_id = f.id AND kind = 'outcome' ORDER BY id DESC LIMIT 1) AS outcome,
          (SELECT count(*) FROM case_event AS e WHERE case_id = f.id AND kind = 'moved' AND NOT EXISTS
            (SELECT 1 FROM case_event AS o WHERE o.case_id = f.id AND o.at = e.at AND o.kind = 'not satisfied')) AS moves
          FROM case_file AS f WHERE department_id = :id AND sight <> 'restricted'`,
        { id },
      ),
    );
    for (const row of rows) {
      counted.push({
        reference: String(row['reference']),
        outcome: named[String(row['outcome'])] ?? '',
        'changes of desk': String(row['moves']),
        'days to first answer':
          row['answered'] === null ? '' : String(dayNumber(row['answered']) - dayNumber(row['received_at'])),
        'first answer': text(row['answered']),
        'not satisfied': text(row['second']),
      });
    }
  }
  const sorted = (lines: Line[]) => lines.toSorted((one, other) => (one['reference']! < other['reference']! ? -1 : 1));
  return { logged: sorted(logged), counted: sorted(counted) };
}
