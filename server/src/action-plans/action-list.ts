import { dayFrom, dayInWords } from '@heart-survey/shared/dates';
import { lowVolume } from '@heart-survey/shared/scores';
import { html } from 'hono/html';
import type { Markup } from '../pages/page.ts';
import { maxActions } from './changes.ts';
import { planPath } from './paths.ts';
import { shownScores } from './plan-figures.ts';
import type { PlanPage } from './plan-page.ts';
import type { PlanAction } from './queries.ts';
import { isEditable } from './steps.ts';
import { actionWords, strengthWords } from './words.ts';

/** The actions of a plan, and what can be done with them now. */
export function actionList(page: PlanPage): Markup {
  const { plan, region, actions } = page;
  const path = planPath(region.department, plan);
  return html`<h2>Actions</h2>
    ${
      actions.length === 0
        ? html`<p class="quiet">No actions yet. A plan has one to five.</p>`
        : html`<ol class="plan-actions">
            ${actions.map((action) => oneAction(page, action))}
          </ol>`
    }
    ${
      isEditable(plan) && actions.length < maxActions
        ? html`<p class="actions"><a class="button second" href="${path}/actions/new">Add an action</a></p>`
        : ''
    }
    ${isEditable(plan) ? suggestionsFor(page) : ''}`;
}

function oneAction(page: PlanPage, action: PlanAction): Markup {
  const { plan, region, today } = page;
  const path = `${planPath(region.department, plan)}/actions/${action.id}`;
  const isOverdue = action.state === 'open' && action.dueOn < today && plan.stage === 'agreed';
  const link =
    action.state === 'open' && (isEditable(plan) || plan.stage === 'agreed')
      ? html`<a href="${path}"
          >${isEditable(plan) ? 'Edit' : 'Update'}<span class="vh"> the action: ${action.text}</span></a
        >`
      : '';
  return html`<li>
    <p class="written">${action.text}</p>
    <p class="quiet">
      ${action.owner ?? 'No owner'} ·
      ${isOverdue ? html`<b class="below">overdue</b> (due ${dayFrom(action.dueOn)?.inWords})` : `due ${dayFrom(action.dueOn)?.inWords}`}
      · ${strengthWords[action.strength].label.toLowerCase()}
      action${action.state === 'open' ? '' : html` · <b>${actionWords[action.state]}</b> ${dayInWords(action.endedAt!, region.department.zone)}`}
    </p>
    ${action.outcome === null ? '' : html`<p class="written">${action.state === 'done' ? 'Evidence' : 'Reason'}: ${action.outcome}</p>`}
    ${link} ${reopening(page, action, path)}
  </li>`;
}

function reopening({ plan }: PlanPage, action: PlanAction, path: string): Markup | '' {
  if (action.state === 'open' || plan.stage !== 'agreed') return '';
  return html`<form method="post" action="${path}/reopening">
    <button class="second">Reopen<span class="vh"> the action: ${action.text}</span></button>
  </form>`;
}

/** Actions that bring in more responses, for a region that has too few to show anything. */
export const suggestions = [
  'Put the survey link into the email signature of everyone in the region.',
  'Put a tablet with the survey in the lobby.',
  'Hand out paper forms at the front desk and enter them every week.',
];

function suggestionsFor({ plan, region }: PlanPage): Markup | '' {
  const { responses } = shownScores(plan).scores;
  if (responses >= lowVolume) return '';
  const path = `${planPath(region.department, plan)}/actions/new`;
  return html`<div class="aside">
    <p>
      With only ${responses} ${responses === 1 ? 'response' : 'responses'}, you will not be able to tell whether the
      plan helped. Consider an action that brings in more:
    </p>
    <ul>
      ${suggestions.map((text, index) => html`<li><a href="${path}?suggestion=${index + 1}">${text}</a></li>`)}
    </ul>
  </div>`;
}
