import { inHundredths } from '@heart-survey/shared/scores';
import { html } from 'hono/html';
import { origin, quote } from '../comments/comments.ts';
import type { Markup } from '../pages/page.ts';
import { grouped } from '../results/results.ts';
import { actionList } from './action-list.ts';
import { planPath } from './paths.ts';
import { shownScores } from './plan-figures.ts';
import type { PlanPage } from './plan-page.ts';
import { isEditable } from './steps.ts';
import { causeWords } from './words.ts';
import { measured, measureWord } from './written.ts';

/** What is written in a plan: cause, quoted comments, actions, measure, and monitor. */
export function contentSection(page: PlanPage): Markup {
  return html`${causeSection(page)} ${actionList(page)} ${measureSection(page)}`;
}

function causeSection({ plan, region, quotes }: PlanPage): Markup {
  const path = planPath(region.department, plan);
  const { causeClass, cause } = plan;
  const edit = isEditable(plan)
    ? html`<p class="actions">
        <a class="button second" href="${path}/text"
          >${cause === null ? 'Write the cause and the measure' : 'Edit the cause and the measure'}</a
        >
        <a class="button second" href="${path}/comments">Choose comments to quote</a>
      </p>`
    : '';
  return html`<h2>Cause</h2>
    ${causeClass === null ? '' : html`<p><b>${causeWords[causeClass].label}</b></p>`}
    ${cause === null ? html`<p class="quiet">Not written yet.</p>` : html`<p class="written">${cause}</p>`}
    ${quotes.map(
      (comment) =>
        html`<figure class="quoted">
          ${comment.hidden ? html`<blockquote class="quiet">This comment has been hidden.</blockquote>` : quote(comment.shown, comment.language)}
          <figcaption class="quiet">
            ${origin(comment)} · ${comment.overall === null ? 'no overall rating' : `overall rating ${comment.overall}`}
          </figcaption>
        </figure>`,
    )}
    ${edit}`;
}

function measureSection({ plan, names, needed, reached }: PlanPage): Markup {
  const { figure, goal, monitorId } = plan;
  const before = figure === null ? undefined : measured(shownScores(plan), figure);
  return html`<h2>Measure</h2>
    ${
      figure === null || goal === null || before === undefined
        ? html`<p class="quiet">Not chosen yet.</p>`
        : html`<p>
            <b>${measureWord(figure)}</b>: from ${before.hundredths === null ? '–' : inHundredths(before.hundredths)} (n
            ${grouped(before.n)}) to a goal of <b>${inHundredths(goal)}</b>.
          </p>`
    }
    ${needed} ${reached}
    <p>
      Monitor: ${monitorId === null ? html`<span class="quiet">not chosen yet</span>` : (names.get(monitorId) ?? '–')}
    </p>`;
}
