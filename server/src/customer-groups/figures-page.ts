import { dayInWords, monthsInWords, spanInWords } from '@heart-survey/shared/dates';
import { items } from '@heart-survey/shared/items';
import { html } from 'hono/html';
import type { PageContent } from '../console/console.ts';
import { countGroups, yearLabel, type GroupQuarter, type GroupYear } from '../figures/figures.ts';
import type { CustomerGroup, Department } from '../org/org.ts';
import type { Markup } from '../pages/page.ts';
import { averageCell, cell, responsesInWords } from '../results/results.ts';
import { groupTable, nameInTable } from './group-table.ts';
import { reasonWords } from './reasons.ts';

export interface GroupFiguresPage {
  department: Department;
  /** The department's groups in their order. */
  groups: CustomerGroup[];
  /** The tag of the installation's own language. */
  own: string;
  /** The quarters of the fiscal year that have started, oldest first. */
  quarters: GroupQuarter[];
  /** Which of them the page is about. */
  shown: number;
  /** The year as everyone outside the department sees it, if it was put together. */
  outside: GroupYear | undefined;
}

/** What each customer group rated in a quarter, and in its fiscal year so far. */
export function groupFiguresPage(page: GroupFiguresPage): PageContent {
  const { department, groups, quarters, shown } = page;
  const { quarter, isClosed } = quarters[shown]!;
  const path = `/console/departments/${department.slug}/quarters`;
  const link = (at: GroupQuarter | undefined, label: string) =>
    at === undefined ? '' : html` · <a href="${path}/${at.quarter.id}/groups">${label}</a>`;
  return {
    title: `Customer groups, ${monthsInWords(quarter)}`,
    current: 'Results',
    sub: html`${department.name} · ${quarter.label.replace(/ \(.*/, '')} · <b>${isClosed ? 'closed' : 'open'}</b> ·
      <a href="${path}/${quarter.id}">By region</a
      >${link(quarters[shown - 1], 'Previous quarter')}${link(quarters[shown + 1], 'Next quarter')}`,
    main:
      groups.length === 0
        ? html`<p class="empty">${department.name} has no customer groups.</p>`
        : [
            tableOf(page, [quarters[shown]!], monthsInWords(quarter)),
            html`<h2>${yearTitle(quarters)}</h2>`,
            quarters.every((one) => one.isClosed)
              ? ''
              : html`<p>Quarters that are still open are included, so these figures can change.</p>`,
            tableOf(page, quarters, yearLabel(quarters[0]!.quarter)),
            outsideNote(page),
          ],
  };
}

function yearTitle(quarters: GroupQuarter[]): string {
  const label = yearLabel(quarters[0]!.quarter);
  return quarters.length === 4 ? label : `${label} so far (${spanInWords(quarters.map(({ quarter }) => quarter))})`;
}

function tableOf({ groups: all, own }: GroupFiguresPage, quarters: GroupQuarter[], label: string): Markup {
  const { target } = quarters.at(-1)!;
  const { named, groups, total } = countGroups(all, quarters, target);
  if (total.responses === 0) return html`<p class="empty">No responses yet.</p>`;
  const row = (name: string | Markup, scores: (typeof groups)[number]) =>
    html`<tr>
      <th scope="row">${name}<small>${responsesInWords(scores.responses)}</small></th>
      ${averageCell(scores, target)} ${items.map((item) => cell(scores.items[item].sum, scores.items[item].n, target))}
    </tr>`;
  const rows = groups.map((scores, index) => row(nameInTable(named[index], own), scores));
  return groupTable({ label, target, rows, everyone: row('Everyone', total) });
}

/** What people outside the department can see. */
function outsideNote({ department, outside, quarters }: GroupFiguresPage): Markup {
  const label = yearLabel(quarters[0]!.quarter);
  const never = 'No one outside the department sees a single quarter by customer group.';
  if (outside === undefined) {
    return html`<p class="quiet">
      ${never} When you submit the last quarter of ${label}, the year by customer group is put together once, without
      groups of 1 to 10 people. The executive office then sees it, and the public does once all four quarters are
      published.
    </p>`;
  }
  const { reason } = outside.figures;
  const made = dayInWords(outside.madeAt, department.zone);
  return reason === null
    ? html`<p class="quiet">
        ${never} The year was put together on ${made}, without groups of 1 to 10 people. It does not change anymore.
      </p>`
    : html`<p class="quiet">${never} On ${made}, the year was withheld as a whole. ${reasonWords[reason]}</p>`;
}
