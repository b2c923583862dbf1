import { createRequire } from 'node:module';
import type { Client, InStatement, ResultSet, TransactionMode } from '@libsql/client';
import { ConnectionPool, LibsqlError, Sqlite3Client, Sqlite3Transaction } from '@libsql/client/sqlite3';

type Connection = ReturnType<ConnectionPool['acquireSync']>;
type Prepared = ReturnType<Connection['prepare']>;

/** How many prepared statements a connection keeps: more than the server has that are run often. */
const maxPrepared = 200;

/**
 * The driver's client for a file, whose connection keeps the statements that it prepared. The driver itself
 * prepares every statement again, which was a third of the time of storing one response: preparing an insert includes its
 * triggers. One connection only: the driver is synchronous on files, and a pragma applies to one connection.
 * @param timeout how long a statement waits for another process's commit, in milliseconds.
 */
export function fileClient(path: string, timeout: number): Client {
  const pool = new KeepingPool(path, { timeout }, 1);
  // Creates the file, or fails at once.
  pool.release(pool.acquireSync());
  const client = new FileClient(pool);
  pools.set(client, pool);
  return client;
}

const pools = new WeakMap<Client, KeepingPool>();

/** See `changesOf` in database.ts. @param client from {@link fileClient}. */
export async function changesOfFile(client: Client): Promise<string | undefined> {
  const pool = pools.get(client);
  if (pool === undefined) return undefined;
  const { rows } = await client.execute(
    'SELECT data_version AS others, total_changes() AS own FROM pragma_data_version',
  );
  const [others, own] = [rows[0]!['others'], rows[0]!['own']].map(Number);
  // Both numbers count from where their connection began.
  return `${pool.connections} ${others} ${own}`;
}

class KeepingPool extends ConnectionPool {
  /** How many connections there were so far. */
  connections = 0;

  override acquireSync(forTransaction?: boolean): Connection {
    const connection = super.acquireSync(forTransaction);
    if (!known.has(connection)) this.connections += 1;
    return keeping(connection);
  }
}

/**
 * Commits on another thread, so that requests are read and answered while the disk writes. The connection is taken until
 * then: whatever else needs it waits for its turn.
 */
class FileClient extends Sqlite3Client {
  readonly #pool: KeepingPool;

  constructor(pool: KeepingPool) {
    super(pool, 'number');
    this.#pool = pool;
  }

  override async batch(statements: InStatement[], mode?: TransactionMode): Promise<ResultSet[]> {
    if (mode !== 'write') return super.batch(statements, mode);
    const connection = await this.#pool.acquire();
    try {
      requireOpen(connection);
      connection.prepare('BEGIN IMMEDIATE').run();
      const results = await new Sqlite3Transaction(connection, 'number', () => {}).batch(statements);
      requireOpen(connection);
      await execOnThread.call(connection, 'COMMIT');
      return results;
    } catch (error) {
      throw error instanceof LibsqlError ? error : ofDriver(error);
    } finally {
      // Rolls back what was not committed.
      this.#pool.release(connection);
    }
  }
}

/** Someone else may have had a failure and reconnected in between. */
function requireOpen({ open }: Connection): void {
  if (!open) throw new LibsqlError('The connection was closed in between.', 'CLIENT_CLOSED');
}

// The client uses only the half of its library that blocks.
const library = createRequire(createRequire(import.meta.url).resolve('@libsql/client/sqlite3'));
const execOnThread: (this: Connection, sql: string) => Promise<void> = library('libsql/promise').prototype.exec;

/** The library's error as the client's: `SQLITE_IOERR_FSYNC` is a kind of `SQLITE_IOERR`. */
function ofDriver(error: unknown): unknown {
  const { message, code } = error as NodeJS.ErrnoException;
  if (!code?.startsWith('SQLITE_')) return error;
  return new LibsqlError(message, code.split('_').slice(0, 2).join('_'), code, undefined, error as Error);
}

/** A star in place of columns: a kept statement would name the columns of an older schema once. */
const hasStar = /(?:\bselect|\bdistinct|\breturning|[,.])\s*\*/i;

const known = new WeakSet<Connection>();

/** The connection; from now on it prepares a statement once and keeps the ones that were used last. */
function keeping(connection: Connection): Connection {
  if (known.has(connection)) return connection;
  known.add(connection);
  const prepare = connection.prepare.bind(connection);
  const kept = new Map<string, Prepared>();
  const once = (sql: string) => {
    const before = kept.get(sql);
    if (before === undefined && hasStar.test(sql)) return prepare(sql);
    const statement = before ?? settled(prepare(sql));
    kept.delete(sql);
    kept.set(sql, statement);
    if (kept.size > maxPrepared) kept.delete(kept.keys().next().value!);
    return statement;
  };
  connection.prepare = once as Connection['prepare'];
  return connection;
}

const returnsNothing = new Error('This statement returns no rows.');

/**
 * The statement, with answers to what the driver asks each time it runs. The driver learns from an error that a statement
 * returns no rows, and creating that error took as long as running a small statement.
 */
function settled(statement: Prepared): Prepared {
  statement.safeIntegers(true);
  const returnsRows = statement.reader;
  if (returnsRows) statement.raw(true);
  const columns = returnsRows ? statement.columns() : [];
  const raw = () => {
    if (!returnsRows) throw returnsNothing;
    return statement;
  };
  return Object.assign(statement, { raw, columns: () => columns, safeIntegers: () => statement });
}
