import { audit } from '../audit/audit.ts';
import { quarterDocument, readQuarterReport } from '../reports/reports.ts';
import { exportEntry } from '../results/results.ts';
import { UserError, type Command } from './command.ts';
import { departmentAsked, quarterAsked } from './quarter-asked.ts';
import { oneOf, reportAsked, reportOptions, reportReaders, writeReport } from './report-file.ts';

const editions = ['inside', 'outside'] as const;

export const reportCommand: Command = {
  name: 'report',
  operand: 'DEPARTMENT QUARTER',
  summary:
    'Write the report of a closed quarter as PDF to --out, in English or with --language es. With --edition outside, small groups are withheld.',
  options: { ...reportOptions, edition: { type: 'string' } },
  run: async (context) => {
    const { db, terminal, operands } = context;
    const [departmentSlug, quarterId] = operands;
    const named = { ...context, options: { department: departmentSlug, quarter: quarterId } };
    const department = await departmentAsked(named);
    const quarter = quarterAsked(named, department);
    const { file, texts } = reportAsked(context);
    const edition = oneOf(context, 'edition', editions);
    const report = await readQuarterReport(reportReaders(db), { department, quarter, edition });
    if (report === undefined) throw new UserError(`${quarter.label} is not closed yet, so it has no report.`);
    await writeReport(file, quarterDocument(report, texts));
    const download = { what: 'report', type: 'pdf', quarter, department, by: 'heart report' } as const;
    await audit(db, exportEntry({ ...download, more: { edition, language: texts.language } }), terminal.clock());
    return 0;
  },
};
