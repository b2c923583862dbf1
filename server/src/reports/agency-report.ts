import { grouped } from '@heart-survey/shared/counts';
import { isoDay } from '@heart-survey/shared/dates';
import type { Quarter } from '@heart-survey/shared/quarters';
import { lastClosedQuarters } from '../figures/figures.ts';
import type { Department } from '../org/org.ts';
import type { Block, Cell, ReportDocument } from './document.ts';
import { itemSections, quiet, regionSections, statusCell, trendSection } from './figure-blocks.ts';
import { planSections } from './plan-blocks.ts';
import { attachmentsOf } from './quarter-document.ts';
import { readQuarterReport, type QuarterReport, type ReportReaders } from './quarter-report.ts';
import { restatementSection, signatureSection } from './record-blocks.ts';
import type { ReportTexts } from './texts.ts';

/** Every department's latest closed quarter, as the executive office sees it (docs/design.md §3.10). */
export interface AgencyReport {
  records: QuarterReport[];
  /** Without a closed quarter. */
  without: Department[];
}

/** Reads every department's latest closed quarter, as it may leave the department. */
export async function readAgencyReport(readers: ReportReaders, departments: Department[]): Promise<AgencyReport> {
  const quarters = await lastClosedQuarters(readers.db);
  const read = async (department: Department): Promise<QuarterReport | undefined> => {
    const quarter: Quarter | undefined = department.calendar.byId(quarters.get(department.id) ?? '');
    return quarter && readQuarterReport(readers, { department, quarter, edition: 'outside' });
  };
  const records = await Promise.all(departments.map(read));
  return {
    records: records.filter((record) => record !== undefined),
    without: departments.filter((_, index) => records[index] === undefined),
  };
}

/** What the audit log says of a download: of several quarters, the latest one. */
export function agencyDownload({ records }: AgencyReport, { language }: ReportTexts) {
  const quarters = records.map(({ quarter }) => quarter.id).toSorted();
  const quarter = { id: quarters.at(-1) ?? 'none' };
  return { what: 'agency report', department: undefined, quarter, more: { language } } as const;
}

/** The agency's report. Its day is that of the latest closing in it. */
export function agencyDocument({ records, without }: AgencyReport, texts: ReportTexts): ReportDocument {
  const days = records.map(({ closedAt, department }) => isoDay(closedAt, department.zone)).toSorted();
  const blocks: Block[] = [
    lead(records, texts),
    ...overview(records, texts),
    ...(without.length === 0
      ? []
      : [
          { kind: 'paragraph', text: texts.notYet(without.map(({ name }) => name).join(', ')), isQuiet: true } as const,
        ]),
    ...records.flatMap((record) => departmentBlocks(record, texts)),
    ...(texts.draft === undefined ? [] : [{ kind: 'paragraph', text: texts.draft, isQuiet: true } as const]),
  ];
  return {
    template: 'report',
    title: texts.agencyTitle,
    subtitle: texts.agencySub,
    language: texts.language,
    date: days.at(-1) ?? null,
    footer: `${texts.agencyTitle} · ${texts.editions.outside}`,
    page: texts.page,
    pageOf: texts.pageOf,
    blocks,
    attachments: records.flatMap((record) => attachmentsOf(record, texts)),
  };
}

function lead(records: QuarterReport[], texts: ReportTexts): Block {
  const shown = records.filter(({ figures: { total } }) => total.status === 'met' || total.status === 'below');
  const met = shown.filter(({ figures }) => figures.total.status === 'met').length;
  const text = shown.length === 0 ? texts.agencyNone : texts.agencyLead(met, shown.length);
  return { kind: 'lead', text, isBelow: met < shown.length };
}

function overview(records: QuarterReport[], texts: ReportTexts): Block[] {
  if (records.length === 0) return [];
  return [
    { kind: 'heading', text: texts.departments },
    {
      kind: 'table',
      caption: texts.agencyCaption,
      isSmall: true,
      columns: [
        { head: texts.department, align: 'start', width: 2.2 },
        { head: texts.average, align: 'end', width: 0.9 },
        { head: texts.target, align: 'end', width: 0.7 },
        { head: texts.result, align: 'start', width: 1.4 },
        { head: texts.intervalHead, align: 'end', width: 1.2 },
        { head: texts.responses, align: 'end', width: 1 },
        { head: 'n', align: 'end', width: 0.8 },
        { head: texts.change, align: 'end', width: 1.2 },
        { head: texts.plans, align: 'start', width: 1.8 },
      ],
      rows: records.map((record) => row(record, records.length, texts)),
    },
  ];
}

function row({ department, quarter, figures, changeAmong }: QuarterReport, many: number, texts: ReportTexts): Cell[] {
  const name = { text: department.name, note: texts.shortMonths(quarter) };
  const { total, target } = figures;
  const plans = plansOf(figures, texts);
  if (total.status === 'suppressed') return [name, '–', target, quiet(texts.withheld), '–', '–', '–', '–', plans];
  const change = changeAmong(many);
  const { interval, responses, n } = total;
  return [
    name,
    total.average ?? '–',
    target,
    statusCell(total, texts),
    interval ? `${interval.low}–${interval.high}` : '–',
    grouped(responses),
    grouped(n),
    change?.difference ? { text: change.difference, note: texts.changeIs[change.verdict] } : '–',
    plans,
  ];
}

/** A withheld region may need a plan too, which readers here must not learn. */
function plansOf({ regions }: QuarterReport['figures'], texts: ReportTexts): string {
  const plans = regions.flatMap(({ plan }) => (plan && plan.stage !== 'withdrawn' ? [plan] : []));
  const done = plans.filter(({ stage }) => stage === 'completed').length;
  const isWhole = regions.every(({ status }) => status !== 'suppressed');
  return texts.plansNeeded({ needed: plans.length, done, isWhole });
}

/** What a department's own report says, but the rules of the numbers. */
function departmentBlocks(record: QuarterReport, texts: ReportTexts): Block[] {
  const below = (blocks: Block[]): Block[] =>
    blocks.map((block) => (block.kind === 'heading' ? { ...block, level: block.level === 2 ? 3 : 2 } : block));
  const { department, quarter } = record;
  return [
    { kind: 'heading', text: texts.reportTitle(department.name, texts.months(quarter)) },
    ...below([
      ...trendSection(record, texts),
      ...itemSections(record, texts),
      ...regionSections(record, texts),
      ...planSections(record, texts),
      ...restatementSection(record, texts),
      ...signatureSection(record, texts),
    ]),
  ];
}
