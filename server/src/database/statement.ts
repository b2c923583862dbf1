import type { InValue } from '@libsql/client';

/** The values of a statement: in the order of its placeholders, or by their names. */
export type Arguments = readonly InValue[] | Readonly<Record<string, InValue>>;

declare const exact: unique symbol;

/** One SQL statement with exactly the arguments that it names. Only `statement()` makes one. */
export interface Statement {
  readonly sql: string;
  readonly args: InValue[] | Record<string, InValue>;
  readonly [exact]: true;
}

/**
 * Puts SQL and its arguments together. A file's driver ignores an argument that the SQL does not name, and a libSQL
 * server refuses it: so a statement like that is never made.
 * @param sql with placeholders of one kind: `?`, `?1`, or `:name`; each may stand in it more than once.
 * @throws Error where an argument is missing, is left over, or has no value.
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

/** What SQLite reads as one word: a text, a quoted name, a comment, or a placeholder. Only the last is captured. */
const words =
  /'(?:[^']|'')*'|"(?:[^"]|"")*"|`[^`]*`|\[[^\]]*\]|--[^\n]*|\/\*.*?\*\/|(?<![\w$])(\?\d*|[:@$][A-Za-z_]\w*)/gs;

/** The placeholders by their names, a numbered one by its number. */
function placeholdersIn(sql: string): Set<string> {
  const names = new Set<string>();
  let last = 0;
  for (const [, placeholder] of sql.matchAll(words)) {
    if (placeholder === undefined) continue;
    if (!placeholder.startsWith('?')) {
      names.add(placeholder.slice(1));
      continue;
    }
    // A bare one has the number after the largest so far.
    const number = placeholder === '?' ? last + 1 : Number(placeholder.slice(1));
    last = Math.max(last, number);
    names.add(String(number));
  }
  return names;
}

/** What one row of values does, by SQL that takes any number of rows from `json_each(:rows)`. */
export interface RowStatement {
  sql: string;
  values: (string | number | null)[];
}

/**
 * Puts the rows of each SQL together: the driver takes statements one by one in place, and thousands of rows would hold
 * everybody else up. Runs in the order in which each SQL is first seen.
 */
export function statementsOf(rows: RowStatement[]): Statement[] {
  for (const { sql, values } of rows) {
    // JSON would make null of what is none of its values.
    const isPlain = values.every((value) => value === null || typeof value === 'string' || Number.isFinite(value));
    if (!isPlain) throw new Error(`A value is missing or is no text and no number: ${sql}`);
  }
  const groups = Map.groupBy(rows, ({ sql }) => sql);
  return [...groups].map(([sql, group]) => statement(sql, { rows: JSON.stringify(group.map(({ values }) => values)) }));
}

/** A row on its own. */
export function alone(row: RowStatement): Statement {
  return statementsOf([row])[0]!;
}
