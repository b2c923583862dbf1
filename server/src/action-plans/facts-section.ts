import { dayFrom, dayInWords } from '@heart-survey/shared/dates';
import type { Item } from '@heart-survey/shared/items';
import { inHundredths } from '@heart-survey/shared/scores';
import { html } from 'hono/html';
import type { Markup } from '../pages/page.ts';
import { grouped, planWords, responsesInWords, wordOf } from '../results/results.ts';
import { dueInWords } from './due.ts';
import { planFigures, shownScores } from './plan-figures.ts';
import type { PlanPage } from './plan-page.ts';

/** The plan's stage, its figures, and when it is due. */
export function facts(page: PlanPage): Markup {
  const { plan, restated } = page;
  const { scores, target } = shownScores(plan);
  const { focus } = planFigures(plan);
  const waits = plan.stage === 'required' && plan.sentAt !== null;
  return html`<dl class="figures">
    <div>
      <dt>Stage</dt>
      <dd>${planWords[plan.stage]}${waits ? html`<small>waiting for approval</small>` : ''}</dd>
    </div>
    <div>
      <dt>
        ${plan.stage === 'watch' ? 'Average so far' : restated ? 'Average after the restatement' : 'Average at closing'}
      </dt>
      <dd>
        ${scores.average ?? '–'}
        <small>target ${inHundredths(target)} · n ${grouped(scores.n)} · ${responsesInWords(scores.responses)}</small>
      </dd>
    </div>
    <div>
      <dt>Below target, lowest first</dt>
      <dd><small>${focus.length === 0 ? 'No single item' : focus.map(wordOf).join(', ')}</small></dd>
    </div>
    ${dueFact(page)}
  </dl>`;
}

function dueFact({ plan, region, today }: PlanPage): Markup {
  const fact = (name: string, value: Markup | string) =>
    html`<div>
      <dt>${name}</dt>
      <dd><small>${value}</small></dd>
    </div>`;
  // The date was the last day for writing it.
  if (plan.agreedAt !== null) return fact('Approved', dayInWords(plan.agreedAt, region.department.zone));
  return fact('Send for approval', dueInWords(plan, today));
}

/** That a restatement opened the plan. */
export function restatedNote({ restated, region }: PlanPage): Markup | '' {
  if (restated === undefined) return '';
  const day = dayInWords(restated.at, region.department.zone);
  return html`<p>
    This plan was opened by a restatement of the quarter (${restated.class}) on ${day}. Its figures are those of version
    ${restated.version}.
  </p>`;
}

/** How the due date was counted. */
export function counting({ plan, deadline, restated }: PlanPage): Markup | '' {
  if (deadline === undefined || plan.agreedAt !== null) return '';
  const { days } = deadline;
  const start = restated ? 'was restated' : 'closed';
  // The date was set when the quarter closed or was restated, and stays.
  if (days.at(-1)!.day !== plan.dueOn) {
    return html`<p class="quiet">
      The due date was set when the quarter ${start}. The department’s calendar, or the rule, has changed since then.
    </p>`;
  }
  const counted = days.filter(({ isCounted }) => isCounted);
  const skipped = days.filter(({ reason, isBusinessDay }) => reason !== null && !isBusinessDay);
  return html`<details>
    <summary>How was this date calculated?</summary>
    <p>
      ${counted.length} business days after the quarter ${start}, from ${dayFrom(counted[0]!.day)!.inWords} to
      ${dayFrom(counted.at(-1)!.day)!.inWords}. Weekends do not count.
    </p>
    ${
      skipped.length === 0
        ? ''
        : html`<ul>
            ${skipped.map(({ day, reason }) => html`<li>${dayFrom(day)!.inWords}: ${reason}, not counted</li>`)}
          </ul>`
    }
  </details>`;
}

/** The figures of each item that the plan is for. */
export function focusTable({ plan, restated }: PlanPage): Markup {
  const { scores } = shownScores(plan);
  const { focus } = planFigures(plan);
  if (focus.length === 0) return html``;
  const row = (item: Item) =>
    html`<tr>
      <th scope="row">${wordOf(item)}</th>
      <td>${scores.items[item].mean ?? '–'}</td>
      <td>${grouped(scores.items[item].n)}</td>
    </tr>`;
  return html`<h2>Statements below target</h2>
    <table class="narrow">
      <caption>
        ${restated ? 'After the restatement' : 'At closing'}, from ${responsesInWords(scores.responses)}
      </caption>
      <thead>
        <tr>
          <th scope="col">Statement</th>
          <th scope="col">Mean</th>
          <th scope="col">n</th>
        </tr>
      </thead>
      <tbody>
        ${focus.map(row)}
      </tbody>
    </table>`;
}
