import { timeInWords } from '@heart-survey/shared/dates';
import { html } from 'hono/html';
import type { Markup } from '../pages/page.ts';
import { reasonField } from '../pages/reason.ts';
import { planPath } from './paths.ts';
import type { PlanPage } from './plan-page.ts';

/** Completing an agreed plan, or what it was completed on. */
export function completionSection(page: PlanPage): Markup | '' {
  const { plan, region, actions } = page;
  if (plan.stage === 'completed') {
    return html`<h2>Completed</h2>
      <p>${timeInWords(plan.closedAt!, region.department.zone)}</p>
      ${plan.noVerdictReason === null ? '' : html`<p class="written">Completed without a verdict: ${plan.noVerdictReason}</p>`}`;
  }
  if (plan.stage !== 'agreed') return '';
  const open = actions.filter(({ state }) => state === 'open').length;
  if (open > 0) {
    return html`<h2>Before it can be completed</h2>
      <p>
        ${open === 1 ? '1 action is' : `${open} actions are`} still open. Mark each one as done, or drop it with a
        reason.
      </p>`;
  }
  return completing(page);
}

function completing({ plan, region, mayApprove, hasVerdict, version, errors = [], typed = {} }: PlanPage): Markup {
  if (!mayApprove) {
    return html`<h2>Ready to be completed</h2>
      <p>All actions have ended. The department representative can complete the plan.</p>`;
  }
  return html`<h2>Complete the plan</h2>
    <p>
      ${
        hasVerdict
          ? 'All actions have ended, and two quarters have closed since. The verdict is kept with the plan.'
          : 'All actions have ended, but two quarters have not closed since the plan was agreed to. You can wait for the verdict, or complete the plan without one and say why.'
      }
    </p>
    <form method="post" action="${planPath(region.department, plan)}/completion">
      ${version}
      ${
        hasVerdict
          ? ''
          : reasonField({
              name: 'noVerdict',
              label: 'Why is there no verdict?',
              hint: 'For example, the program has ended.',
              value: typed['noVerdict'],
              errors,
            })
      }
      <button>Complete the plan</button>
    </form>`;
}
