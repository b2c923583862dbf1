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

/** The due date, and whether it has passed. */
export function dueInWords({ dueOn, stage }: Pick<Plan, 'dueOn' | 'stage'>, today: string): Markup {
  if (dueOn === null) return html`<span class="quiet">${stage === 'watch' ? 'after the quarter closes' : '–'}</span>`;
  return html`${isOverdue({ dueOn, stage }, today) ? html`<b class="below">Overdue</b> since ` : ''}${dayFrom(dueOn)!.inWords}`;
}

/** Whether a plan still has to be written after its last day. */
export function isOverdue({ dueOn, stage }: Pick<Plan, 'dueOn' | 'stage'>, today: string): boolean {
  return stage === 'required' && dueOn !== null && dueOn < today;
}
