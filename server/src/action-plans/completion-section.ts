import { timeInWords } from '@heart-survey/shared/dates';
import { verdicts } from '@heart-survey/shared/verdict';
import { html } from 'hono/html';
import * as v from 'valibot';
import { verdictName } from '../figures/figures.ts';
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
      ${storedVerdict(plan)}
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
    return html`<h2>Ready to complete</h2>
      <p>Every action is done or dropped. The department representative can complete the plan.</p>`;
  }
  return html`<h2>Complete the plan</h2>
    <p>
      ${
        hasVerdict
          ? 'Every action is done or dropped, and two quarters have closed since the plan was approved. You can complete the plan with the verdict above.'
          : 'Every action is done or dropped, but two quarters have not closed yet. You can wait for the verdict, or complete the plan now and explain why there is none.'
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

/** The verdict that the plan was completed on. A restatement adds a new one, which does not change it. */
function storedVerdict({ verdict, noVerdictReason }: PlanPage['plan']): Markup | '' {
  if (verdict === null || noVerdictReason !== null) return '';
  const stored = v.parse(storedSchema, JSON.parse(verdict));
  return html`<p>Completed with the verdict: <b>${verdictName(stored)}</b></p>`;
}

const storedSchema = v.object({
  verdict: v.nullable(v.picklist(verdicts)),
  isInterim: v.boolean(),
  after: v.object({
    quarters: v.array(v.any()),
    average: v.nullable(v.string()),
    responses: v.number(),
    n: v.number(),
  }),
});
