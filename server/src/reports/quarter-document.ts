import { isoDay } from '@heart-survey/shared/dates';
import { averagesCsv } from '../results/results.ts';
import type { Block, ReportDocument } from './document.ts';
import { itemSections, regionSections, summary, trendSection } from './figure-blocks.ts';
import { planSections } from './plan-blocks.ts';
import type { QuarterReport } from './quarter-report.ts';
import { countingSection, restatementSection, signatureSection } from './record-blocks.ts';
import type { ReportTexts } from './texts.ts';

/** The report of a department's closed quarter. */
export function quarterDocument(report: QuarterReport, texts: ReportTexts): ReportDocument {
  const { department, quarter, closedAt, version, edition } = report;
  const day = texts.day(closedAt, department.zone);
  const blocks: Block[] = [
    ...summary(report, texts),
    ...trendSection(report, texts),
    ...itemSections(report, texts),
    ...regionSections(report, texts),
    ...planSections(report, texts),
    ...restatementSection(report, texts),
    ...countingSection(report, texts),
    ...signatureSection(report, texts),
    ...(texts.draft === undefined ? [] : [{ kind: 'paragraph', text: texts.draft, isQuiet: true } as const]),
  ];
  return {
    template: 'report',
    title: texts.reportTitle(department.name, texts.months(quarter)),
    subtitle: texts.closedOn(quarter, day, version),
    language: texts.language,
    date: isoDay(closedAt, department.zone),
    footer: `${department.name} · ${texts.editions[edition]}`,
    page: texts.page,
    pageOf: texts.pageOf,
    blocks,
    attachments: attachmentsOf(report, texts),
  };
}

/** The averages, and the signed file of a submission. */
export function attachmentsOf(report: QuarterReport, texts: ReportTexts): ReportDocument['attachments'] {
  const { department, quarter, figures, submission } = report;
  const name = `${department.slug}-${quarter.id}`;
  const csv = { type: 'text/csv', description: texts.attachedCsv, content: averagesCsv(figures) };
  const averages = { name: `${name}-averages.csv`, ...csv };
  if (submission === undefined) return [averages];
  const signed = { type: 'application/json', description: texts.attachedSubmission, content: submission.file };
  return [averages, { name: `${name}-submission.json`, ...signed }];
}
