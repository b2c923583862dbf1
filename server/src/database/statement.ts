import type { InValue } from '@libsql/client';

/** The values of a statement, in the order of its placeholders or by name. */
export type Arguments = readonly InValue[] | Readonly<Record<string, InValue>>;

declare const exact: unique symbol;

/** One SQL statement with exactly the arguments that it names. Only `statement()` makes one. */
export interface Statement {
  readonly sql: string;
  readonly args: InValue[] | Record<string, InValue>;
  readonly [exact]: true;
}

/**
 * Combines SQL and its arguments. A file's driver ignores an argument that the SQL does not name, while a libSQL server
 * rejects it, so such a statement is never created.
 * @param sql with placeholders of one kind: `?`, `?1`, or `:name`; each may appear more than once.
 * @throws Error if an argument is missing, extra, or undefined.
 */
export function statement(sql: string, args: Arguments = []): Statement {
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
  return { sql, args } as Statement;
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
 * everybody up. Runs in the order in which each SQL text first appears.
 */
export function statementsOf(rows: RowStatement[]): Statement[] {
  for (const { sql, values } of rows) {
    // JSON would turn unsupported values into null.
    const isPlain = values.every((value) => value === null || typeof value === 'string' || Number.isFinite(value));
    if (!isPlain) throw new Error(`A value is undefined, or neither a text nor a number: ${sql}`);
  }
  const groups = Map.groupBy(rows, ({ sql }) => sql);
  return [...groups].map(([sql, group]) => statement(sql, { rows: JSON.stringify(group.map(({ values }) => values)) }));
}

/** A statement for a single row. */
export function alone(row: RowStatement): Statement {
  return statementsOf([row])[0]!;
}
