import { dayAfter, isoDayInWords } from '@heart-survey/shared/dates';
import type { PlanText } from './queries.ts';

/** What a plan has a day for. */
export const dueKinds = ['survey', 'review'] as const;
export type DueKind = (typeof dueKinds)[number];

/** From this many days before, a day is announced. */
const soonDays = 30;

/** A day of a plan that is near or past. */
export interface Due {
  kind: DueKind;
  /** `2027-03-01` */
  dueOn: string;
  isOverdue: boolean;
}

export const dueDay = ({ nextOn, reviewOn }: Pick<PlanText, 'nextOn' | 'reviewOn'>, kind: DueKind): string =>
  kind === 'survey' ? nextOn : reviewOn;

/** What is due within 30 days, or overdue. @param today in the department's zone, `2027-02-12`. */
export function dueIn(plan: Pick<PlanText, 'nextOn' | 'reviewOn'>, today: string): Due[] {
  const last = dayAfter(today, soonDays);
  return dueKinds
    .map((kind) => ({ kind, dueOn: dueDay(plan, kind) }))
    .filter(({ dueOn }) => dueOn <= last)
    .map((one) => ({ ...one, isOverdue: one.dueOn < today }));
}

/** `The next survey was due on March 1, 2027.` */
export function dueInWords({ kind, dueOn, isOverdue }: Due): string {
  const what = kind === 'survey' ? 'The next survey' : 'The review of the plan';
  return `${what} ${isOverdue ? 'was' : 'is'} due on ${isoDayInWords(dueOn)}.`;
}
