import { dayFrom } from '@heart-survey/shared/dates';
import { html } from 'hono/html';
import type { BusinessCalendar } from '../org/org.ts';
import type { Markup } from '../pages/page.ts';
import { deadline, type Deadline } from '../work/work.ts';
import type { Plan } from './queries.ts';

/** A required plan is due this many business days after the close. */
const businessDays = 20;

/** When a required plan has to be written. @param closedAt when its quarter closed, in milliseconds since the epoch. */
export function planDeadline(calendar: BusinessCalendar, closedAt: number): Deadline {
  return deadline(calendar, { unit: 'business days', count: businessDays, afterHours: 'same day' }, closedAt);
}

/** The due date, and whether it has passed. */
export function dueInWords({ dueOn, stage }: Pick<Plan, 'dueOn' | 'stage'>, today: string): Markup {
  if (dueOn === null) return html`<span class="quiet">${stage === 'watch' ? 'after the quarter closes' : '–'}</span>`;
  const isOverdue = stage === 'required' && dueOn < today;
  return html`${isOverdue ? html`<b class="below">Overdue</b> since ` : ''}${dayFrom(dueOn)!.inWords}`;
}
