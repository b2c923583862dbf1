import { dayFrom } from '@heart-survey/shared/dates';
import { html } from 'hono/html';
import type { BusinessCalendar, Department } from '../org/org.ts';
import type { Markup } from '../pages/page.ts';
import { deadline, type Deadline } from '../work/work.ts';
import type { Plan } from './queries.ts';

/**
 * When a required plan has to be written: the department's business days after the close.
 * @param closedAt when its quarter closed, in milliseconds since the epoch.
 */
export function planDeadline(
  calendar: BusinessCalendar,
  { plansDueAfter }: Pick<Department, 'plansDueAfter'>,
  closedAt: number,
): Deadline {
  return deadline(calendar, { unit: 'business days', count: plansDueAfter, afterHours: 'same day' }, closedAt);
}

/** When a plan is due, whether that day has passed, or where the plan is since then. */
export function dueInWords({ dueOn, stage, sentAt }: Pick<Plan, 'dueOn' | 'stage' | 'sentAt'>, today: string): Markup {
  if (stage === 'watch') return html`<span class="quiet">after the quarter closes</span>`;
  if (dueOn === null) return html`<span class="quiet">–</span>`;
  if (stage === 'required' && sentAt !== null) return html`Waiting for approval`;
  const day = dayFrom(dueOn)!.inWords;
  return isOverdue({ dueOn, stage }, today) ? html`<b class="below">Overdue</b> (due ${day})` : html`Due ${day}`;
}

/** Whether a plan still has to be written after its last day. */
export function isOverdue({ dueOn, stage }: Pick<Plan, 'dueOn' | 'stage'>, today: string): boolean {
  return stage === 'required' && dueOn !== null && dueOn < today;
}
