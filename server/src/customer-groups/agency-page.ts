import { dayInWords } from '@heart-survey/shared/dates';
import { items } from '@heart-survey/shared/items';
import { html } from 'hono/html';
import type { PageContent } from '../console/console.ts';
import type { GroupYear, GroupYearFigures } from '../figures/figures.ts';
import type { Department } from '../org/org.ts';
import type { Markup } from '../pages/page.ts';
import { averageCell, cell, hundredthsOf, responsesInWords } from '../results/results.ts';
import { groupTable, nameInTable } from './group-table.ts';
import { isRestated, reasonWords } from './reasons.ts';

interface GroupYearPage {
  department: Department;
  /** The tag of the installation's own language. */
  own: string;
  shown: GroupYear;
  /** All of the department's. */
  years: GroupYear[];
}

/** A fiscal year by customer group, for the executive office. */
export function groupYearPage({ department, own, shown, years }: GroupYearPage): PageContent {
  const { label, reason, year } = shown.figures;
  const lastQuarter = shown.used.at(-1)!.quarter;
  const others = years.filter(({ figures }) => figures.year !== year).map(({ figures }) => figures);
  const path = `/console/agency/${department.slug}`;
  return {
    title: `${department.name}, customer groups in ${label}`,
    current: 'All departments',
    sub: html`${label} · <a href="${path}/${lastQuarter}">Last quarter by region</a>${others.map(
        (other) => html` · <a href="${path}/groups/${other.year}">${other.label}</a>`,
      )}`,
    main: [
      reason === null
        ? table(shown.figures, own)
        : html`<p class="empty">The figures by customer group are withheld. ${reasonWords[reason]}</p>`,
      html`<p class="quiet">
        Put together on ${dayInWords(shown.madeAt, department.zone)}, when the last quarter was submitted. It does not
        change
        anymore${
          isRestated(shown)
            ? html`: <b>a quarter has been restated since then, so these figures may not match it</b>`
            : ''
        }.
      </p>`,
    ],
  };
}

type Row = GroupYearFigures['groups'][number] | NonNullable<GroupYearFigures['total']>;

function table({ groups, total, target, label }: GroupYearFigures, own: string): Markup {
  const goal = hundredthsOf(target);
  const row = (name: string | Markup, scores: Row) =>
    scores.status === 'suppressed'
      ? html`<tr>
          <th scope="row">${name}</th>
          <td colspan="${items.length + 1}" class="quiet">
            Withheld: these figures are based on 1 to 10 people, or would reveal such a group.
          </td>
        </tr>`
      : html`<tr>
          <th scope="row">${name}<small>${responsesInWords(scores.responses)}</small></th>
          ${averageCell(scores, goal)}
          ${items.map((item) => {
            const { sum, n } = scores.items[item];
            return sum === null || n === null ? html`<td class="quiet">withheld</td>` : cell(sum, n, goal);
          })}
        </tr>`;
  const rows = groups.map((one) => row(nameInTable(one.group === null ? undefined : one, own), one));
  return groupTable({ label, target: goal, rows, everyone: row('Everyone', total!) });
}
