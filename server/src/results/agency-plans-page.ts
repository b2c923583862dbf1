import { isoDayInWords, spanInWords } from '@heart-survey/shared/dates';
import { html } from 'hono/html';
import type { PageContent } from '../console/console.ts';
import { planWords, type PlanOutside, type VerdictOutside } from '../figures/figures.ts';
import type { Department } from '../org/org.ts';
import type { Markup } from '../pages/page.ts';
import { causeWords, goalInWords, overdueInWords, stateWords } from './plan-words.ts';
import { sidesTable } from './verdict-section.ts';

/**
 * A department's action plans for the executive office: closed quarters, regions that are shown, and no names.
 * @param today such as `2027-02-12`, in the department's zone.
 */
export function agencyPlansPage(department: Department, plans: PlanOutside[], today: string): PageContent {
  return {
    title: `Action plans: ${department.name}`,
    current: 'All departments',
    sub: 'Closed quarters only. Regions whose figures are withheld are left out.',
    main: [
      ...(plans.length === 0
        ? [
            html`<p class="empty">
              No region whose figures are shown needed an action plan. A region needs one if its average is below target
              when the quarter closes.
            </p>`,
          ]
        : plans.map((plan) => planSection(plan, today))),
      html`<p><a href="/console/agency">All departments</a></p>`,
    ],
  };
}

function planSection(plan: PlanOutside, today: string): Markup {
  const { regionName, quarter, stage, dueOn, causeClass, continues } = plan;
  const span = (id: string) => spanInWords([{ id }]);
  const overdue = overdueInWords(plan, today);
  return html`<h2>${regionName}, ${span(quarter)}</h2>
    <p>
      Stage: <b>${planWords[stage]}</b>. ${overdue === '' ? '' : html`${overdue}.`}
      ${overdue === '' && stage === 'required' && dueOn !== null ? html`Due on ${isoDayInWords(dueOn)}.` : ''}
      ${continues === null ? '' : html`Continues the plan for ${span(continues)}.`}
      ${causeClass === null ? '' : html`Cause: ${causeWords[causeClass].toLowerCase()}.`}
      ${plan.figure === null ? '' : html`${goalInWords(plan.figure, plan.goal)}.`}
    </p>
    ${actionsTable(plan)} ${plan.verdict === null ? '' : verdictPart(plan.verdict)}`;
}

function actionsTable({ regionName, quarter, actions }: PlanOutside): Markup | '' {
  if (actions.length === 0) return '';
  const label = `Actions: ${regionName}, ${spanInWords([{ id: quarter }])}`;
  return html`<div class="scroll" tabindex="0" role="region" aria-label="${label}">
    <table>
      <thead>
        <tr>
          <th scope="col">Action</th>
          <th scope="col">Due</th>
          <th scope="col">Status</th>
        </tr>
      </thead>
      <tbody>
        ${actions.map(
          ({ text, dueOn, state }) =>
            html`<tr>
              <th scope="row">${text}</th>
              <td>${isoDayInWords(dueOn)}</td>
              <td>${stateWords[state]}</td>
            </tr>`,
        )}
      </tbody>
    </table>
  </div>`;
}

function verdictPart({ inWords, figures }: VerdictOutside): Markup {
  return html`<p><b>Did it help?</b> ${inWords}</p>
    ${
      figures === null
        ? ''
        : html`<details>
            <summary>Show the figures behind this verdict</summary>
            ${sidesTable(figures, false)}
          </details>`
    }`;
}
