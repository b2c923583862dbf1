import { audited } from '../audit/audit.ts';
import { commit, isConstraint } from '../database/database.ts';
import { statementsOf, type Statement } from '../database/statement.ts';
import { turn } from '../limits/turns.ts';
import { lineReaders } from './import-lines.ts';
import type { ImportOptions, Step } from './import-step.ts';
import { tableOf, type ImportKind, type ImportProblem } from './import-table.ts';

// Bringing a directory in as CSV. Everything that is wrong is said before anything is written, and a file is taken whole
// or not at all.

/** What a file would do, if nothing is wrong with it. */
export interface ImportPlan {
  problems: ImportProblem[];
  steps: Step[];
}

/** A line takes as long as this many units of text. */
const lineCost = 150;

/** Reads the file and says all that is wrong with it, and what it would do. Writes nothing. */
export async function readImport(options: ImportOptions, kind: ImportKind, text: string): Promise<ImportPlan> {
  const table = await tableOf(kind, text);
  if ('problems' in table) return { problems: table.problems, steps: [] };
  const read = await lineReaders[kind](options, table.has);
  const problems: ImportProblem[] = [];
  const steps: Step[] = [];
  const seen = new Map<string, number>();
  for (const { line, fields } of table.rows) {
    await turn(lineCost);
    const outcome = read(fields);
    if ('wrong' in outcome) {
      problems.push(...outcome.wrong.map(({ at, message }) => ({ line, field: at, message })));
      continue;
    }
    const before = seen.get(outcome.key);
    if (before === undefined) seen.set(outcome.key, line);
    else problems.push({ line, field: '', message: `The same as in line ${before}.` });
    steps.push({ line, ...outcome });
  }
  return { problems, steps };
}

/** Does what the plan says, in one commit. @returns what became of it: nothing is written where anything is wrong. */
export async function importFile(options: ImportOptions, kind: ImportKind, text: string): Promise<ImportPlan> {
  const plan = await readImport(options, kind, text);
  const statements = writesOf(plan);
  if (plan.problems.length > 0 || statements.length === 0) return plan;
  const entry = { personId: options.by, action: `${kind} imported`, subject: kind, detail: countsOf(plan) };
  try {
    await commit(options.db, [...statements, audited(entry, options.now)]);
    return plan;
  } catch (error) {
    if (!isConstraint(error)) throw error;
    const message = 'The directory was changed meanwhile. Look at the file once more.';
    return { problems: [{ line: 0, field: '', message }], steps: [] };
  }
}

/** What all lines write at their first place, then at their second, and so on. */
function writesOf({ steps }: ImportPlan): Statement[] {
  const places = Math.max(0, ...steps.map(({ writes }) => writes.length));
  const inOrder = Array.from({ length: places }, (_, index) => steps.flatMap(({ writes }) => writes[index] ?? []));
  return inOrder.flatMap(statementsOf);
}

export function countsOf({ steps }: ImportPlan): Record<Step['what'], number> {
  const count = (what: Step['what']) => steps.filter((step) => step.what === what).length;
  return { added: count('added'), changed: count('changed'), unchanged: count('unchanged') };
}
