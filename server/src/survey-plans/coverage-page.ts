import { grouped } from '@heart-survey/shared/counts';
import { isoDayInWords, monthsInWords } from '@heart-survey/shared/dates';
import { inHundredths } from '@heart-survey/shared/scores';
import type { Standing } from '@heart-survey/shared/standing';
import { html } from 'hono/html';
import type { PageContent } from '../console/console.ts';
import type { Department } from '../org/org.ts';
import type { Markup } from '../pages/page.ts';
import { intervalInWords, responsesInWords } from '../results/results.ts';
import { formatName, frequencies } from './choices.ts';
import type { CoverageGroup, CoverageRow, LatestQuarter } from './coverage.ts';
import { standingInWords } from './coverage-words.ts';
import { dueInWords } from './due.ts';
import { coveragePath, coveragePlanPath } from './paths.ts';
import { dueSection, planSection } from './plan-section.ts';
import type { SurveyPlan } from './queries.ts';

const current = 'Survey coverage';

/** Every department: its plan, whether it asked within the year, and how it did (docs/policies/nc-dhhs-customer-service.md). */
export function coveragePage(groups: CoverageGroup[]): PageContent {
  const rows = groups.flatMap((group) => group.rows);
  return {
    title: current,
    current,
    sub: html`Which departments survey their customers, and how they compare with their target ·
      <a href="${coveragePath}.csv">Download as CSV</a>`,
    main:
      rows.length === 0
        ? html`<p class="empty">No departments yet. An administrator adds them in the directory.</p>`
        : html`${summary(rows)} ${explained} ${board(groups)}`,
  };
}

function summary(rows: CoverageRow[]): Markup {
  const countOf = (is: (row: CoverageRow) => boolean) =>
    `${grouped(rows.filter(is).length)} of ${grouped(rows.length)}`;
  const standing = (asked: Standing) =>
    grouped(rows.filter(({ latest }) => latest?.shown?.standing.standing === asked).length);
  const shown = rows.filter(({ latest }) => latest?.shown !== undefined).length;
  const withheld = rows.filter(({ latest }) => latest !== undefined && latest.shown === undefined).length;
  const others = [
    ...(withheld === 0 ? [] : [`${grouped(withheld)} with figures withheld`]),
    ...(rows.length === shown + withheld ? [] : [`${grouped(rows.length - shown - withheld)} not surveyed`]),
  ];
  return html`<dl class="figures">
    <div>
      <dt>Have a survey plan</dt>
      <dd>${countOf(({ plan }) => plan !== undefined)}</dd>
    </div>
    <div>
      <dt>Surveyed within the year</dt>
      <dd>${countOf(({ latest }) => latest !== undefined)}</dd>
    </div>
    <div>
      <dt>Published results</dt>
      <dd>${countOf(({ published }) => published !== undefined)}</dd>
    </div>
    <div>
      <dt>Compared with their target</dt>
      <dd class="standings">
        ${standing('exceeding')} exceeding, ${standing('meeting')} meeting, ${standing('failing')}
        failing${others.length === 0 ? '' : html`<small>${others.join(', ')}</small>`}
      </dd>
    </div>
  </dl>`;
}

const explained = html`<details class="coverage-rule">
  <summary>What exceeding, meeting and failing mean</summary>
  <ul>
    <li><b>Failing:</b> the average is below the target.</li>
    <li><b>Exceeding:</b> even the low end of the 95% confidence interval is above the target.</li>
    <li><b>Meeting:</b> everything else.</li>
    <li>
      <b>May be chance:</b> the interval reaches the target, so other people’s answers could have put the average on the
      other side of it.
    </li>
  </ul>
  <p>
    All figures are of closed quarters. Figures that could show what a few people answered are withheld. Surveyed within
    the year means that someone responded in a quarter that ended in the last 12 months and is closed.
  </p>
</details>`;

function board(groups: CoverageGroup[]): Markup {
  const heads = [
    'Department',
    'Survey plan',
    'Surveyed within the year',
    'Latest closed quarter',
    'Other formats',
    'Published',
    'Corrective actions',
  ];
  const isGrouped = groups.some(({ division }) => division !== undefined);
  return html`<div class="scroll" tabindex="0" role="region" aria-label="Departments">
    <table class="coverage">
      <caption>
        Averages are truncated to two decimal places, not rounded; n is the number of ratings. Corrective actions are
        action plans that are not completed, of regions whose figures are shown. Plans of withheld regions are not
        counted, so there can be more.
      </caption>
      <thead>
        <tr>
          ${heads.map((head) => html`<th scope="col">${head}</th>`)}
        </tr>
      </thead>
      ${groups.map(
        ({ division, rows }) =>
          html`<tbody>
            ${
              isGrouped
                ? html`<tr>
                    <td colspan="${heads.length}" class="division"><b>${division?.name ?? 'Without a division'}</b></td>
                  </tr>`
                : ''
            }
            ${rows.map((row) => rowOf(row, division?.name))}
          </tbody>`,
      )}
    </table>
  </div>`;
}

/** @param division for someone who hears the rows one by one. */
function rowOf(
  { department, plan, due, latest, published, underWay }: CoverageRow,
  division: string | undefined,
): Markup {
  return html`<tr>
    <th scope="row">${department.name}${division === undefined ? '' : html`<span class="vh">, ${division}</span>`}</th>
    ${planCell(department, plan, due)}
    <td>${latest === undefined ? 'No' : 'Yes'}</td>
    ${latestCell(latest)}
    <td>${formatsOf(plan)}</td>
    <td>${published === undefined ? 'Not yet' : monthsInWords(published)}</td>
    <td>${underWayInWords(underWay)}</td>
  </tr>`;
}

/**
 * Where a region is withheld, so are its plans, and nobody outside knows whether it has one. That can be in any quarter, so
 * there may always be more.
 */
function underWayInWords(underWay: number): string {
  return underWay === 0 ? 'None shown' : `At least ${grouped(underWay)} under way`;
}

function planCell(department: Department, plan: SurveyPlan | undefined, due: CoverageRow['due']): Markup {
  if (plan === undefined) return html`<td>None yet</td>`;
  return html`<td>
    <a href="${coveragePlanPath(department)}"
      >${frequencies[plan.frequency].name}<span class="vh">: plan of ${department.name}</span></a
    >
    ${due.some(({ kind }) => kind === 'survey') ? '' : html`<small>Next: ${isoDayInWords(plan.nextOn)}</small>`}
    ${due.map((one) => html`<small class="${one.isOverdue ? 'below' : ''}">${dueInWords(one)}</small>`)}
  </td>`;
}

function formatsOf(plan: SurveyPlan | undefined): string {
  return plan === undefined || plan.formats.length === 0 ? 'None' : plan.formats.map(formatName).join(', ');
}

function latestCell(latest: LatestQuarter | undefined): Markup {
  if (latest === undefined) return html`<td>–</td>`;
  const { quarter, target, shown } = latest;
  const when = html`<small>${monthsInWords(quarter)}</small>`;
  if (shown === undefined) return html`<td><span class="quiet">Figures withheld</span>${when}</td>`;
  const { total, standing } = shown;
  const isFailing = standing.standing === 'failing';
  return html`<td>
    <span class="${isFailing ? 'below' : ''}"
      >${isFailing ? html`<b aria-hidden="true">▼ </b>` : ''}${standingInWords(standing)}</span
    >
    <small>${total.average}, target ${inHundredths(target)}; ${intervalInWords(total.interval)}</small>
    <small>n ${grouped(total.n)}, ${responsesInWords(total.responses)}</small>
    ${when}
  </td>`;
}

/** A department's plan as the executive office reads it: without counts, which stay inside. */
export function coveragePlanPage(department: Department, plan: SurveyPlan | undefined, today: string): PageContent {
  return {
    title: `Survey plan: ${department.name}`,
    current,
    sub: html`${plan === undefined ? '' : `Version ${plan.version} · `}<a href="${coveragePath}">All departments</a>`,
    main:
      plan === undefined
        ? html`<p class="empty">${department.name} has no survey plan yet.</p>`
        : [dueSection(plan, today), planSection(plan)],
  };
}
