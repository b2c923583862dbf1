import { writeFile } from 'node:fs/promises';
import { planProgressReader, plansReader } from '../action-plans/action-plans.ts';
import { audit } from '../audit/audit.ts';
import {
  createTypesetter,
  NoPdf,
  quarterDocument,
  readQuarterReport,
  reportLanguages,
  textsFor,
  type ReportDocument,
} from '../reports/reports.ts';
import { exportEntry } from '../results/results.ts';
import { submissionReader } from '../submissions/submissions.ts';
import { UserError, type Command, type CommandContext } from './command.ts';
import { departmentAsked, quarterAsked } from './quarter-asked.ts';

const editions = ['inside', 'outside'] as const;

export const reportCommand: Command = {
  name: 'report',
  operand: 'DEPARTMENT QUARTER',
  summary:
    'Write the report of a closed quarter as PDF to --out, in English or with --language es. With --edition outside, small groups are withheld.',
  options: { out: { type: 'string' }, language: { type: 'string' }, edition: { type: 'string' } },
  run: async (context) => {
    const { db, terminal, options, operands } = context;
    const [departmentSlug, quarterId] = operands;
    const named = { ...context, options: { department: departmentSlug, quarter: quarterId } };
    const department = await departmentAsked(named);
    const quarter = quarterAsked(named, department);
    const file = options['out'];
    if (file === undefined) throw new UserError('Name the file to write with --out.');
    const texts = textsFor(oneOf(context, 'language', reportLanguages));
    const edition = oneOf(context, 'edition', editions);
    const readers = {
      db,
      plansOf: plansReader(db),
      planProgressOf: planProgressReader(db),
      submissionOf: submissionReader(db),
    };
    const report = await readQuarterReport(readers, { department, quarter, edition });
    if (report === undefined) throw new UserError(`${quarter.label} is not closed yet, so it has no report.`);
    const pdf = await typeset(quarterDocument(report, texts));
    await writeFile(String(file), pdf).catch((error: NodeJS.ErrnoException) => {
      throw new UserError(`Cannot write ${String(file)} (${error.code}).`);
    });
    const download = { what: 'report', type: 'pdf', quarter, department, by: 'heart report' } as const;
    await audit(db, exportEntry({ ...download, more: { edition, language: texts.language } }), terminal.clock());
    return 0;
  },
};

/** The option's value, or the first one without it. @throws UserError */
function oneOf<Value extends string>({ options }: CommandContext, name: string, values: readonly Value[]): Value {
  const asked = options[name];
  const found = asked === undefined ? values[0] : values.find((value) => value === asked);
  if (found === undefined) throw new UserError(`--${name} must be ${values.join(' or ')}.`);
  return found;
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
