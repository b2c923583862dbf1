import { timeInWords } from '@heart-survey/shared/dates';
import { html } from 'hono/html';
import type { Markup } from '../pages/page.ts';
import { reasonField } from '../pages/reason.ts';
import { missingFrom } from './missing.ts';
import { planPath } from './paths.ts';
import type { PlanPage } from './plan-page.ts';
import type { PlanEvent } from './queries.ts';
import { isEditable } from './steps.ts';
import { eventWords } from './words.ts';

/** What happens to the plan next, and who can do it. */
export function approvalSection(page: PlanPage): Markup | '' {
  const { plan } = page;
  if (plan.stage === 'watch') {
    return html`<p class="aside">
      The quarter is still open. You can write the plan now, but you can send it only after the quarter closes below
      target.
    </p>`;
  }
  if (plan.stage !== 'required') return '';
  return isEditable(plan) ? sending(page) : deciding(page);
}

function sending({ plan, region, actions, version }: PlanPage): Markup {
  const missing = missingFrom(plan, actions);
  if (missing.length > 0) {
    return html`<h2>Before you can send it for approval</h2>
      <ul>
        ${missing.map((message) => html`<li>${message}</li>`)}
      </ul>`;
  }
  return html`<h2>Send for approval</h2>
    <p>
      The department representative will approve the plan or return it with a reason. You cannot edit it while it is
      waiting.
    </p>
    <form method="post" action="${planPath(region.department, plan)}/submission">
      ${version}
      <button>Send for approval</button>
    </form>`;
}

function deciding({ plan, region, names, mayApprove, version, errors = [], typed = {} }: PlanPage): Markup {
  const path = planPath(region.department, plan);
  const sentOn = timeInWords(plan.sentAt!, region.department.zone);
  const waits = html`<p>Sent for approval by ${names.get(plan.sentBy ?? '') ?? 'someone'}, ${sentOn}</p>`;
  if (!mayApprove) {
    return html`<h2>Waiting for approval</h2>
      ${waits}
      <p>
        The department representative will approve it or return it. To change it before then, ask them to return it.
      </p>`;
  }
  return html`<h2>Your decision</h2>
    ${waits}
    <form method="post" action="${path}/agreement">
      ${version}
      <p class="actions"><button>Approve this plan</button></p>
    </form>
    <form method="post" action="${path}/return">
      ${version}
      ${reasonField({
        name: 'reason',
        label: 'What should be changed?',
        hint: 'The people who wrote the plan will see it.',
        value: typed['reason'],
        errors,
      })}
      <button class="second">Return the plan</button>
    </form>`;
}

/** The history of the plan. */
export function historySection({ events, region }: PlanPage): Markup | '' {
  if (events.length === 0) return '';
  const line = ({ name, kind, at, reason }: PlanEvent) =>
    html`<li>
      <p class="quiet">${timeInWords(at, region.department.zone)}</p>
      <p>${name} ${eventWords[kind]}.</p>
      ${reason === null ? '' : html`<p class="written">Reason: ${reason}</p>`}
    </li>`;
  return html`<h2>History</h2>
    <ul class="notes">
      ${events.map(line)}
    </ul>`;
}
