import type { InValue, ResultSet } from '@libsql/client';
import type { RunnableQuery } from 'drizzle-orm/runnable-query';

/** The values of a statement, in the order of its placeholders or by name. */
export type Arguments = readonly InValue[] | Readonly<Record<string, InValue>>;

declare const exact: unique symbol;

/** SQL text with exactly the arguments that it names. Only `statement()` and `compiled()` make one. */
export interface RawStatement {
  readonly sql: string;
  readonly args: InValue[] | Record<string, InValue>;
  readonly [exact]: true;
}

/** A query of the query builder, with the result that it would return. */
export type Query<Result = unknown> = RunnableQuery<Result, 'sqlite'>;

/** What `commit()` takes. */
export type Statement = RawStatement | Query;

/** What one statement of a commit did. */
interface Outcome<Row = unknown> {
  /** 0 for a statement with RETURNING: the driver does not count these. */
  rowsAffected: number;
  /** What RETURNING returned: typed for a query; unknown for raw SQL, so parse it. */
  rows: Row[];
}

/** The outcome of that kind of statement. */
export type OutcomeOf<Kind> = Outcome<Kind extends Query<infer Result> ? RowOf<Result> : unknown>;
type RowOf<Result> = Result extends (infer Row)[] ? Row : unknown;

/**
 * Combines SQL and its arguments. A file's driver ignores an argument that the SQL does not name, while a libSQL server
 * rejects it, so such a statement is never created.
 * @param sql with placeholders of one kind: `?`, `?1`, or `:name`; each may appear more than once.
 * @throws Error if an argument is missing, extra, or undefined.
 */
export function statement(sql: string, args: Arguments = []): RawStatement {
  const names = placeholdersIn(sql);
  const given: [name: string, value: InValue | undefined][] = Array.isArray(args)
    ? (args as InValue[]).map((value, index) => [String(index + 1), value])
    : Object.entries(args as Record<string, InValue>);
  const withoutValue = given.filter(([, value]) => value === undefined).map(([name]) => name);
  const extra = given.map(([name]) => name).filter((name) => !names.has(name));
  const there = new Set(given.map(([name]) => name));
  const missing = [...names].filter((name) => !there.has(name));
  if (withoutValue.length > 0 || extra.length > 0 || missing.length > 0) {
    const problems = [problem('no value for', withoutValue), problem('not named', extra), problem('missing', missing)];
    throw new Error(`The arguments do not fit the statement (${problems.filter(Boolean).join('; ')}): ${sql}`);
  }
  return { sql, args } as RawStatement;
}

/** What a query runs and how it reads the result; the type of a query does not show it. */
interface Prepared {
  getQuery(): { sql: string; params: InValue[] };
  mapResult(result: ResultSet, isFromBatch: true): unknown;
}

/** A statement as the driver takes it, and how its outcome is read. */
interface Compiled {
  raw: RawStatement;
  outcomeOf: (result: ResultSet) => Outcome;
}

/** Compiles a query, which has exactly the arguments that it names; raw SQL stays as it is. */
export function compiled(given: Statement): Compiled {
  if ('sql' in given) return { raw: given, outcomeOf: ({ rowsAffected, rows }) => ({ rowsAffected, rows }) };
  const query = given as unknown as Prepared | { prepare(): Prepared };
  const prepared = 'prepare' in query ? query.prepare() : query;
  const { sql, params } = prepared.getQuery();
  const outcomeOf = (result: ResultSet) => {
    const rows = prepared.mapResult(result, true);
    return { rowsAffected: result.rowsAffected, rows: Array.isArray(rows) ? rows : [] };
  };
  return { raw: { sql, args: params } as unknown as RawStatement, outcomeOf };
}

function problem(what: string, names: string[]): string {
  return names.length === 0 ? '' : `${what}: ${names.join(', ')}`;
}

/** What SQLite reads as one token: a text, a quoted name, a comment, or a placeholder. Only the last is captured. */
const words =
  /'(?:[^']|'')*'|"(?:[^"]|"")*"|`[^`]*`|\[[^\]]*\]|--[^\n]*|\/\*.*?\*\/|(?<![\w$])(\?\d*|[:@$][A-Za-z_]\w*)/gs;

/** The placeholders by name, a numbered one by its number. */
function placeholdersIn(sql: string): Set<string> {
  const names = new Set<string>();
  let last = 0;
  for (const [, placeholder] of sql.matchAll(words)) {
    if (placeholder === undefined) continue;
    if (!placeholder.startsWith('?')) {
      names.add(placeholder.slice(1));
      continue;
    }
    // A bare `?` gets the number after the largest so far.
    const number = placeholder === '?' ? last + 1 : Number(placeholder.slice(1));
    last = Math.max(last, number);
    names.add(String(number));
  }
  return names;
}

/** One row of values for SQL that takes any number of rows from `json_each(:rows)`. */
export interface RowStatement {
  sql: string;
  values: (string | number | null)[];
}

/**
 * Combines the rows of each SQL text: the driver runs statements one by one and blocks, so thousands of rows would hold
 * everyone up. Runs in the order in which each SQL text first appears.
 */
export function statementsOf(rows: RowStatement[]): RawStatement[] {
  for (const { sql, values } of rows) {
    // JSON would turn unsupported values into null.
    const isPlain = values.every((value) => value === null || typeof value === 'string' || Number.isFinite(value));
    if (!isPlain) throw new Error(`A value is undefined, or neither a text nor a number: ${sql}`);
  }
  const groups = Map.groupBy(rows, ({ sql }) => sql);
  return [...groups].map(([sql, group]) => statement(sql, { rows: JSON.stringify(group.map(({ values }) => values)) }));
}

/** A statement for a single row. */
export function alone(row: RowStatement): RawStatement {
  return statementsOf([row])[0]!;
}
