import { dayInWords, daysLeft } from '@heart-survey/shared/dates';
import { focusOf, inHundredths } from '@heart-survey/shared/scores';
import { html } from 'hono/html';
import type { Markup } from '../pages/page.ts';
import type { Department } from '../org/org.ts';
import {
  planWords,
  type DepartmentMonths,
  type PlanFigures,
  type PlanProgress,
  type QuarterRecord,
} from '../figures/figures.ts';
import type { RunMark } from './run-chart.ts';
import { responsesInWords, wordOf } from './scores-shown.ts';

/** The data for a page about a quarter. */
export interface QuarterPage {
  department: Department;
  /** The quarter shown, which is the last one of the trend. */
  record: QuarterRecord;
  /** Quarters in order, the shown one last. */
  trend: QuarterRecord[];
  /** The months up to the end of the quarter shown. */
  months: DepartmentMonths;
  /** What was done, by region slug, for the run charts. */
  marks: ReadonlyMap<string, readonly RunMark[]>;
  /** The slugs of the regions that the reader may see, in order. */
  visible: string[];
  /** Whether the reader may see the whole department; otherwise no totals are shown. */
  isWhole: boolean;
  plans: ReadonlyMap<string, PlanFigures>;
  /** Whether the department has customer groups. */
  hasGroups: boolean;
  /** The latest agreed plan of each region, by its slug. */
  agreed: ReadonlyMap<string, PlanProgress>;
  /** Milliseconds since the epoch. */
  now: number;
  /** When the quarter closes automatically. */
  closesAt: number;
  mayExport: boolean;
  /** Whether the reader may close the quarter. */
  mayClose: boolean;
  /** Whether the reader may restate the quarter once it is closed. */
  mayRestate: boolean;
  /** Whether the reader may hand in the quarter once it is closed. */
  mayHandIn: boolean;
}

export type RegionScores = QuarterRecord['regions'][number];

export const pathOf = ({ slug }: Pick<Department, 'slug'>, { id }: { id: string }, region?: string) =>
  `/console/departments/${slug}/quarters/${id}${region === undefined ? '' : `/regions/${region}`}`;

/** The line below the title: department, quarter, its state, links to neighboring quarters, and downloads. */
export function subOf(page: QuarterPage, region?: string): Markup {
  const { department, record, trend, now, mayExport, mayClose } = page;
  const { quarter, isClosed } = record;
  const left = daysLeft(quarter, now, department.zone);
  const state = isClosed
    ? 'closed'
    : left > 0
      ? `open, ${left === 1 ? 'last day' : `${left} days left`}`
      : 'ended, not closed yet';
  const link = (to: { id: string }, label: string) => html` · <a href="${pathOf(department, to, region)}">${label}</a>`;
  const next = department.calendar.next(quarter);
  const file = (name: string, label: string) => html`<a href="${pathOf(department, quarter)}/${name}">${label}</a>`;
  return html`${department.name} · ${quarter.label.replace(/ \(.*/, '')} ·
    <b>${state}</b>${trend.length > 1 ? link(trend.at(-2)!.quarter, 'Previous quarter') : ''}${
      next.start <= now ? link(next, 'Next quarter') : ''
    }${mayClose && quarter.end <= now ? html` · ${file('closing', isClosed ? 'Who closed it, and when' : 'Review and close')}` : ''}${versionLinks(page)}${
      mayExport
        ? html` · Download ${file('averages.csv', 'averages (CSV)')}, ${file('averages.xlsx', 'averages (XLSX)')},
          ${file('responses.csv', 'responses (CSV)')}${isClosed ? html`, ${file('report.pdf', 'report (PDF)')}, ${file('report.pdf?lang=es', 'report in Spanish (PDF)')} · ${file('share-out', 'Page for the wall')}` : ''}`
        : ''
    }`;
}

/**
 * Links to the quarter by customer group, and to what follows the close: the quarter's submission, its versions if there are
 * several, and restating it.
 */
function versionLinks({ department, record, isWhole, hasGroups, mayRestate, mayHandIn }: QuarterPage): Markup {
  const { quarter, version = 0 } = record;
  const path = pathOf(department, quarter);
  return html`${hasGroups && isWhole ? html` · <a href="${path}/groups">By customer group</a>` : ''}${version > 0 && mayHandIn ? html` · <a href="${path}/submission">Submission</a>` : ''}${version > 1 && isWhole ? html` · <a href="${path}/versions">All ${version} versions</a>` : ''}${
    version > 0 && mayRestate ? html` · <a href="${path}/restating">Restate</a>` : ''
  }`;
}

/** What needs attention, shown first. */
export function attentionItems(
  { department, record, closesAt, plans }: QuarterPage,
  regions: RegionScores[],
): Markup[] {
  const target = inHundredths(record.target);
  return regions
    .filter(({ status }) => status === 'below')
    .map((scores) => {
      const [lowest] = focusOf(scores.items, record.target);
      const stage = plans.get(scores.region)?.stage;
      const next = record.isClosed
        ? `The quarter is closed. Action plan: ${(stage ? planWords[stage] : 'none').toLowerCase()}.`
        : `If it is still below target when the quarter closes on ${dayInWords(closesAt, department.zone)}, it needs an action plan.`;
      const message = html`<b>${scores.name} is at ${scores.average}, below ${target}.</b>
        ${responsesInWords(scores.responses)}${
          lowest === undefined ? '' : `; lowest item: ${wordOf(lowest)} (${scores.items[lowest].mean})`
        }.
        ${next}`;
      return html`<p class="call">
        ${message} <a href="${pathOf(department, record.quarter, scores.region)}">View ${scores.name}</a>
      </p>`;
    });
}

/** What to do if there are no responses. */
export function noResponses({ department, record }: Pick<QuarterPage, 'department' | 'record'>): Markup {
  return html`<p class="empty">
    No responses in this quarter${record.isClosed ? '.' : ' yet.'} To get responses, add the survey link to staff email
    signatures: <a href="/signature">create a signature</a>, or <a href="/print">print a poster</a> for the offices of
    ${department.name}.
  </p>`;
}
