import { dayInWords, daysLeft } from '@heart-survey/shared/dates';
import { focusOf, inHundredths } from '@heart-survey/shared/scores';
import { html } from 'hono/html';
import type { Markup } from '../pages/page.ts';
import type { Department } from '../org/org.ts';
import type { PlanFigures, QuarterRecord } from '../figures/figures.ts';
import { people, planWords, wordOf } from './scores-shown.ts';

/** What a page of a quarter is made from. */
export interface QuarterPage {
  department: Department;
  /** The quarter shown, the last of the trend. */
  record: QuarterRecord;
  /** Quarters in their order, the shown one being the last. */
  trend: QuarterRecord[];
  /** The slugs of the regions that the reader may see, in their order. */
  visible: string[];
  /** Whether those are all: else nothing of the whole department is shown. */
  isWhole: boolean;
  plans: ReadonlyMap<string, PlanFigures>;
  /** Milliseconds since the epoch. */
  now: number;
  /** When the quarter closes on its own. */
  closesAt: number;
  mayExport: boolean;
}

export type RegionScores = QuarterRecord['regions'][number];

export const pathOf = ({ slug }: Pick<Department, 'slug'>, { id }: { id: string }, region?: string) =>
  `/console/departments/${slug}/quarters/${id}${region === undefined ? '' : `/regions/${region}`}`;

/** Where and when it is, the ways to its neighbours, and the files to take away. */
export function subOf({ department, record, trend, now, mayExport }: QuarterPage, region?: string): Markup {
  const { quarter, isClosed } = record;
  const left = daysLeft(quarter, now, department.zone);
  const state = isClosed
    ? 'closed'
    : left > 0
      ? `open, ${left === 1 ? 'the last day' : `${left} days left`}`
      : 'ended, not closed yet';
  const link = (to: { id: string }, says: string) => html` · <a href="${pathOf(department, to, region)}">${says}</a>`;
  const next = department.calendar.next(quarter);
  const file = (name: string, says: string) => html`<a href="${pathOf(department, quarter)}/${name}">${says}</a>`;
  return html`${department.name} · ${quarter.label.replace(/ \(.*/, '')} ·
    <b>${state}</b>${trend.length > 1 ? link(trend.at(-2)!.quarter, 'Previous quarter') : ''}${
      next.start <= now ? link(next, 'Next quarter') : ''
    }${
      mayExport
        ? html` · Download ${file('averages.csv', 'averages (CSV)')}, ${file('averages.xlsx', 'averages (XLSX)')},
          ${file('responses.csv', 'responses (CSV)')}`
        : ''
    }`;
}

/** What needs the reader, said first. */
export function calls({ department, record, closesAt, plans }: QuarterPage, regions: RegionScores[]): Markup[] {
  const target = inHundredths(record.target);
  return regions
    .filter(({ status }) => status === 'below')
    .map((scores) => {
      const [weakest] = focusOf(scores.items, record.target);
      const stage = plans.get(scores.region)?.stage;
      const next = record.isClosed
        ? `The quarter is closed. Its action plan is ${(stage ? planWords[stage] : 'none').toLowerCase()}.`
        : `If it stays there when the quarter closes on ${dayInWords(closesAt, department.zone)}, it owes an action plan.`;
      const says = html`<b>${scores.name} is at ${scores.average}, below ${target}.</b> ${people(scores.responses)}${
          weakest === undefined ? '' : `; weakest is ${wordOf(weakest)} (${scores.items[weakest].mean})`
        }.
        ${next}`;
      return html`<p class="call">
        ${says} <a href="${pathOf(department, record.quarter, scores.region)}">Look at ${scores.name}</a>
      </p>`;
    });
}

/** What to do where nobody has answered. */
export function nothingYet({ department, record }: QuarterPage): Markup {
  return html`<p class="empty">
    Nobody has answered ${record.isClosed ? 'in this quarter.' : 'yet in this quarter.'} Answers come when staff carry
    the survey link in their signature: <a href="/signature">make a signature</a>, or
    <a href="/print">print a poster</a> for the offices of ${department.name}.
  </p>`;
}
