import type { Client, InStatement } from '@libsql/client';
import { openDatabase } from '../src/database/database.ts';
import { fillMonths } from '../src/database/fill-months.ts';
import { migrate } from '../src/database/migrate.ts';
import { seed } from '../src/database/seed.ts';

// Migrates a database and kills itself at one of its statements: `node migrate-and-die.ts file:heart.db 17 120`, where 120
// responses get their month in one commit. It exits
// with 0 if there are not that many.

const [url, number, monthsPerCommit] = process.argv.slice(2);
let left = Number(number);

/** The driver reads a statement's text when it is about to run it, inside the transaction. */
const deadly = {
  get sql(): string {
    process.kill(process.pid, 'SIGKILL');
    throw new Error('The process was not killed.');
  },
  args: [],
};

const step = <Statement>(statement: Statement) => {
  left -= 1;
  return left === 0 ? deadly : statement;
};
/** The end of a transaction counts as a statement: everything has run, and nothing is committed. */
const steps = <Statement>(statements: Statement[]) => {
  const all = statements.map(step);
  return step(undefined) === deadly ? [...all, deadly] : all;
};

const db = await openDatabase(url!);
// The driver's own client, since its statements are not ours.
const client: Client = db.$client;
const execute = client.execute.bind(client) as (statement: InStatement) => Promise<unknown>;
const batch = client.batch.bind(client);
const migrateAll = client.migrate.bind(client);
Object.assign(client, {
  execute: (statement: InStatement) => execute(step(statement)),
  batch: (statements: InStatement[], mode: 'write') => batch(steps(statements), mode),
  migrate: (statements: InStatement[]) => migrateAll(steps(statements)),
});
await migrate(db, () => 1);
await seed(db);
await fillMonths(db, Number(monthsPerCommit));
db.$client.close();
