import { grouped } from '@heart-survey/shared/counts';
import { timeInWords } from '@heart-survey/shared/dates';
import { html } from 'hono/html';
import { departmentLinks, type PageContent } from '../console/console.ts';
import type { Department } from '../org/org.ts';
import { successMessage } from '../pages/fields.ts';
import type { Markup } from '../pages/page.ts';
import { languageName, modeName } from './choices.ts';
import { editPath, planPath, versionPath } from './paths.ts';
import { dueSection, planSection } from './plan-section.ts';
import type { Origins, SurveyPlan } from './queries.ts';

export interface PlanPage {
  department: Department;
  /** Those whose plans the reader may open, this one among them. */
  departments: Department[];
  /** Oldest first; empty without a plan. */
  versions: SurveyPlan[];
  /** The responses of the last 12 months. */
  origins: Origins;
  /** In the department's zone. */
  today: string;
  notice: string | undefined;
}

/** A department's plan, beside how people answered in the last 12 months, and its earlier versions. */
export function planPage(page: PlanPage): PageContent {
  const { department, departments, versions, today, notice } = page;
  const plan = versions.at(-1);
  return {
    title: 'Survey plan',
    current: 'Survey plan',
    sub: html`${department.name}: who is surveyed, how, how often, and how the results are used.`,
    main: [
      departmentLinks(departments, department, planPath),
      successMessage(notice, { saved: 'Saved. Earlier versions of the plan are kept.' }),
      plan === undefined
        ? html`<p class="empty">
            ${department.name} has no survey plan yet. A plan says who is surveyed, how, and how the results are used.
          </p>`
        : html`${dueSection(plan, today)} ${planSection(plan)}`,
      html`<p class="actions">
        <a class="button" href="${editPath(department)}"
          >${plan === undefined ? 'Write the plan' : 'Change the plan'}</a
        >
      </p>`,
      originSection(page, plan),
      versions.length === 0 ? '' : historySection(department, versions),
    ],
  };
}

/** An earlier version. */
export function versionPage(department: Department, plan: SurveyPlan): PageContent {
  return {
    title: `Survey plan, version ${plan.version}`,
    current: 'Survey plan',
    sub: html`${department.name} · saved ${timeInWords(plan.at, department.zone)} by ${plan.by} ·
      <a href="${planPath(department)}">Current plan</a>`,
    main: planSection(plan),
  };
}

/** Counts stay inside: a language that few people use could reveal who they are (docs/design.md §3.10). */
function originSection({ origins, department }: PlanPage, plan: SurveyPlan | undefined): Markup {
  const { channels, languages, responses } = origins;
  return html`<h2>How people answered in the last 12 months</h2>
    <p>${responses === 1 ? '1 response' : `${grouped(responses)} responses`} in all regions and programs.</p>
    ${
      department.ratingMonths < 12
        ? html`<p class="quiet">Responses that were already deleted for their age are not counted.</p>`
        : ''
    }
    <div class="columns">
      ${countTable('Way to answer', plan?.modes ?? [], channels, modeName)}
      ${countTable('Language', plan?.languages ?? [], languages, (tag) => (tag === '' ? 'Unknown' : languageName(tag)))}
    </div>`;
}

/** Everything that is planned, and everything that was used. */
function countTable(
  what: string,
  planned: readonly string[],
  counts: ReadonlyMap<string, number>,
  nameOf: (value: string) => string,
): Markup {
  const used = [...counts.keys()].filter((value) => !planned.includes(value));
  const row = (value: string) =>
    html`<tr>
      <th scope="row"><bdi>${nameOf(value)}</bdi></th>
      <td>${planned.includes(value) ? 'Yes' : '–'}</td>
      <td class="number">${grouped(counts.get(value) ?? 0)}</td>
    </tr>`;
  return html`<table>
    <caption class="vh">
      ${what}: planned, and responses in the last 12 months
    </caption>
    <thead>
      <tr>
        <th scope="col">${what}</th>
        <th scope="col">In the plan</th>
        <th scope="col" class="number">Responses</th>
      </tr>
    </thead>
    <tbody>
      ${[...planned, ...used].map(row)}
    </tbody>
  </table>`;
}

function historySection(department: Department, versions: SurveyPlan[]): Markup {
  const row = ({ version, at, by }: SurveyPlan) =>
    html`<li>
      <a href="${versionPath(department, version)}">Version ${version}</a>, saved ${timeInWords(at, department.zone)} by
      ${by}
    </li>`;
  return html`<h2>History</h2>
    <ul>
      ${versions.toReversed().map(row)}
    </ul>`;
}
