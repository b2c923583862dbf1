import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { DatabaseSync, type SQLInputValue, type SQLOutputValue } from 'node:sqlite';
import { json } from 'node:stream/consumers';

// As much of a libSQL server as its protocol asks of one (Hrana 2 over HTTP, JSON), over SQLite in memory: no real one can
// be had from a package registry. It knows no interactive transaction: a stream lives as long as its request.

type HranaValue = { type: string; value?: string | number; base64?: string };
interface Statement {
  sql?: string;
  sql_id?: number;
  args?: HranaValue[];
  named_args?: { name: string; value: HranaValue }[];
}
interface Condition {
  type: 'ok' | 'error' | 'not' | 'and' | 'or';
  step: number;
  cond: Condition;
  conds: Condition[];
}
interface Step {
  condition?: Condition;
  stmt: Statement;
}
interface Request {
  type: string;
  sql_id: number;
  sql: string;
  stmt: Statement;
  batch: { steps: Step[] };
}

/** A libSQL server on a port of its own; who does not bring the token is turned away. */
export async function aLibsqlServer(token: string) {
  const db = new DatabaseSync(':memory:');
  const answerTo = async (request: IncomingMessage, response: ServerResponse) => {
    const answer = (status: number, body: object) =>
      response.writeHead(status, { 'Content-Type': 'application/json' }).end(JSON.stringify(body));
    if (request.headers.authorization !== `Bearer ${token}` && request.method === 'POST') return answer(401, {});
    if (request.method !== 'POST' || request.url !== '/v2/pipeline') return answer(404, {});
    const { requests } = (await json(request)) as { requests: Request[] };
    const texts = new Map<number, string>();
    const results = requests.map((one) => respond(db, texts, one));
    // What no request of its own ended would be an interactive transaction.
    if (db.isTransaction) db.exec('ROLLBACK');
    return answer(200, { baton: null, base_url: null, results });
  };
  const server = createServer((request, response) => void answerTo(request, response));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
      db.close();
    },
  };
}

function respond(db: DatabaseSync, texts: Map<number, string>, { type, sql_id, sql, stmt, batch }: Request) {
  try {
    const ok = (result: object) => ({ type: 'ok', response: { type, ...result } });
    if (type === 'store_sql') texts.set(sql_id, sql);
    if (type === 'execute') return ok({ result: execute(db, texts, stmt) });
    if (type === 'batch') return ok({ result: executeAll(db, texts, batch.steps) });
    if (type === 'store_sql' || type === 'close_sql' || type === 'close') return ok({});
    throw new Error(`This server knows no ${type}.`);
  } catch (error) {
    return { type: 'error', error: problemOf(error) };
  }
}

function executeAll(db: DatabaseSync, texts: Map<number, string>, steps: Step[]) {
  const results: (object | null)[] = [];
  const errors: (object | null)[] = [];
  const holds = ({ type, step, cond, conds }: Condition): boolean => {
    if (type === 'ok') return results[step] !== null;
    if (type === 'error') return errors[step] !== null;
    if (type === 'not') return !holds(cond);
    return type === 'and' ? conds.every(holds) : conds.some(holds);
  };
  for (const { condition, stmt } of steps) {
    let [result, error]: (object | null)[] = [null, null];
    try {
      if (!condition || holds(condition)) result = execute(db, texts, stmt);
    } catch (thrown) {
      error = problemOf(thrown);
    }
    results.push(result!);
    errors.push(error!);
  }
  return { step_results: results, step_errors: errors };
}

function execute(db: DatabaseSync, texts: Map<number, string>, { sql, sql_id, args = [], named_args = [] }: Statement) {
  const prepared = db.prepare(sql ?? texts.get(sql_id!)!);
  prepared.setReadBigInts(true);
  prepared.setAllowUnknownNamedParameters(true);
  const columns = prepared.columns();
  const named = Object.fromEntries(named_args.map(({ name, value }) => [name, valueFrom(value)]));
  const given = args.map(valueFrom);
  const run = <T>(call: (named: Record<string, SQLInputValue>, ...given: SQLInputValue[]) => T) =>
    call(named, ...given);
  if (columns.length === 0) {
    const { changes, lastInsertRowid } = run(prepared.run.bind(prepared));
    return { cols: [], rows: [], affected_row_count: Number(changes), last_insert_rowid: String(lastInsertRowid) };
  }
  prepared.setReturnArrays(true);
  const rows = run(prepared.all.bind(prepared)) as unknown as SQLOutputValue[][];
  return {
    cols: columns.map(({ name, type }) => ({ name, decltype: type })),
    rows: rows.map((row) => row.map(valueOf)),
    affected_row_count: 0,
    last_insert_rowid: null,
  };
}

function valueFrom({ type, value, base64 }: HranaValue): SQLInputValue {
  if (type === 'null') return null;
  if (type === 'integer') return BigInt(value!);
  if (type === 'blob') return new Uint8Array(Buffer.from(base64!, 'base64'));
  return value!;
}

function valueOf(value: SQLOutputValue): HranaValue {
  if (value === null) return { type: 'null' };
  if (typeof value === 'bigint') return { type: 'integer', value: String(value) };
  if (typeof value === 'number') return { type: 'float', value };
  if (typeof value === 'string') return { type: 'text', value };
  return { type: 'blob', base64: Buffer.from(value).toString('base64').replaceAll('=', '') };
}

/** SQLite's primary result code for a broken constraint. */
const constraint = 19;

function problemOf(error: unknown) {
  const { message, errcode = 1 } = error as Error & { errcode?: number };
  return { message, code: (errcode & 0xff) === constraint ? 'SQLITE_CONSTRAINT' : 'SQLITE_ERROR' };
}
