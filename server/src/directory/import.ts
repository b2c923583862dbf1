import { audited } from '../audit/audit.ts';
import { commit, isConstraint } from '../database/database.ts';
import { statementsOf, type Statement } from '../database/statement.ts';
import { turn } from '../limits/turns.ts';
import { keepCalendar, keepFirstCalendar } from '../org/org.ts';
import { lineReaders } from './import-lines.ts';
import type { ImportOptions, Step } from './import-step.ts';
import { readTable, type ImportKind, type ImportProblem } from './import-table.ts';

// Imports the directory from CSV files. A file is imported completely or not at all.

/** Every problem of a file, or what importing it would do. */
export interface ImportPlan {
  problems: ImportProblem[];
  steps: Step[];
}

/** Reading a line takes as long as working on this many UTF-16 units of text. */
const lineCost = 150;

/** Reads a file and finds every problem, and what importing it would do. Writes nothing. */
export async function readImport(options: ImportOptions, kind: ImportKind, text: string): Promise<ImportPlan> {
  const table = await readTable(kind, text);
  if ('problems' in table) return { problems: table.problems, steps: [] };
  const read = await lineReaders[kind](options, table.has);
  const problems: ImportProblem[] = [];
  const steps: Step[] = [];
  const seen = new Map<string, number>();
  for (const { line, fields } of table.rows) {
    await turn(lineCost);
    const outcome = read(fields);
    if ('errors' in outcome) {
      problems.push(...outcome.errors.map(({ at, message }) => ({ line, field: at, message })));
      continue;
    }
    const before = seen.get(outcome.key);
    if (before === undefined) seen.set(outcome.key, line);
    else problems.push({ line, field: '', message: `This is the same as line ${before}.` });
    steps.push({ line, ...outcome });
  }
  return { problems, steps };
}

/** Imports a file in one commit. @returns what was done, or the problems that prevented it. */
export async function importFile(options: ImportOptions, kind: ImportKind, text: string): Promise<ImportPlan> {
  const plan = await readImport(options, kind, text);
  const statements = writesOf(plan);
  if (plan.problems.length > 0 || statements.length === 0) return plan;
  const entry = { personId: options.by, action: `${kind} imported`, subject: kind, detail: countsOf(plan) };
  try {
    await commit(options.db, [...withCalendars(kind, statements, options.now), audited(entry, options.now)]);
    return plan;
  } catch (error) {
    if (!isConstraint(error)) throw error;
    const message = 'Someone else changed the directory in the meantime. Preview the file again.';
    return { problems: [{ line: 0, field: '', message }], steps: [] };
  }
}

/** Departments bring their time zones and holidays, so their calendars may change. */
function withCalendars(kind: ImportKind, statements: Statement[], now: number): Statement[] {
  return kind === 'departments' ? [keepFirstCalendar(null), ...statements, keepCalendar(null, now)] : statements;
}

/** The first write of every line, then the second ones, and so on. */
function writesOf({ steps }: ImportPlan): Statement[] {
  const rounds = Math.max(0, ...steps.map(({ writes }) => writes.length));
  const inOrder = Array.from({ length: rounds }, (_, index) => steps.flatMap(({ writes }) => writes[index] ?? []));
  return inOrder.flatMap(statementsOf);
}

/** How many lines add something, change something, and change nothing. */
export function countsOf({ steps }: ImportPlan): Record<Step['result'], number> {
  const count = (result: Step['result']) => steps.filter((step) => step.result === result).length;
  return { added: count('added'), changed: count('changed'), unchanged: count('unchanged') };
}
