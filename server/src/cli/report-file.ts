import { writeFile } from 'node:fs/promises';
import { planProgressReader, plansReader } from '../action-plans/action-plans.ts';
import type { Database } from '../database/database.ts';
import {
  createTypesetter,
  NoPdf,
  reportLanguages,
  textsFor,
  type ReportDocument,
  type ReportTexts,
} from '../reports/reports.ts';
import { submissionReader } from '../submissions/submissions.ts';
import { UserError, type CommandContext } from './command.ts';

/** The options of every command that writes a report. */
export const reportOptions = { out: { type: 'string' }, language: { type: 'string' } } as const;

/** What reading a report needs. */
export const reportReaders = (db: Database) => ({
  db,
  plansOf: plansReader(db),
  planProgressOf: planProgressReader(db),
  submissionOf: submissionReader(db),
});

/** The file and the language that were asked for. @throws UserError */
export function reportAsked(context: CommandContext): { file: string; texts: ReportTexts } {
  const file = context.options['out'];
  if (file === undefined) throw new UserError('Name the file to write with --out.');
  return { file: String(file), texts: textsFor(oneOf(context, 'language', reportLanguages)) };
}

/** The option's value, or the first one without it. @throws UserError */
export function oneOf<Value extends string>(
  { options }: CommandContext,
  name: string,
  values: readonly Value[],
): Value {
  const asked = options[name];
  const found = asked === undefined ? values[0] : values.find((value) => value === asked);
  if (found === undefined) throw new UserError(`--${name} must be ${values.join(' or ')}.`);
  return found;
}

/** Writes the report as PDF. @throws UserError */
export async function writeReport(file: string, document: ReportDocument): Promise<void> {
  const pdf = await typeset(document);
  await writeFile(file, pdf).catch((error: NodeJS.ErrnoException) => {
    throw new UserError(`Cannot write ${file} (${error.code}).`);
  });
}

/** @throws UserError */
async function typeset(document: ReportDocument): Promise<Uint8Array> {
  const typesetter = createTypesetter();
  try {
    return await typesetter.typeset(document);
  } catch (error) {
    if (!(error instanceof NoPdf)) throw error;
    throw new UserError(
      error.reason === 'missing'
        ? 'PDFs are not available: the optional package @myriaddreamin/typst-ts-node-compiler is not installed.'
        : error.message,
    );
  } finally {
    typesetter.stop();
  }
}
