import { audit } from '../audit/audit.ts';
import { agencyDocument, agencyDownload, readAgencyReport } from '../reports/reports.ts';
import { exportEntry } from '../results/results.ts';
import type { Command } from './command.ts';
import { allDepartments } from './quarter-asked.ts';
import { reportAsked, reportOptions, reportReaders, writeReport } from './report-file.ts';

export const agencyReportCommand: Command = {
  name: 'agency-report',
  summary:
    'Write one report of all departments, each with its latest closed quarter, as PDF to --out, in English or with --language es. Small groups are withheld.',
  options: reportOptions,
  run: async (context) => {
    const { db, terminal } = context;
    const { file, texts } = reportAsked(context);
    const report = await readAgencyReport(reportReaders(db), await allDepartments(context));
    await writeReport(file, agencyDocument(report, texts));
    const entry = exportEntry({ ...agencyDownload(report, texts), type: 'pdf', by: 'heart agency-report' });
    await audit(db, entry, terminal.clock());
    return 0;
  },
};
