import type { actionPlan, planAction, planCheckIn } from '../database/schema.ts';
import { causeWords as causeLabels } from '../results/results.ts';
import type { PlanEventKind } from './queries.ts';

export { stateWords as actionWords } from '../results/results.ts';

/** What kind of cause a plan names. */
export type CauseClass = NonNullable<(typeof actionPlan.$inferSelect)['causeClass']>;
/** How far an action can be relied on. */
export type Strength = (typeof planAction.$inferSelect)['strength'];
/** How a plan is going. */
export type CheckInState = (typeof planCheckIn.$inferSelect)['state'];

/** The kinds of causes. None of them is a person. */
export const causeWords: Record<CauseClass, { label: string; hint: string }> = {
  people: { label: causeLabels.people, hint: 'Staffing, training, or time. Not a person.' },
  process: { label: causeLabels.process, hint: 'Steps, rules, approvals, or handoffs between teams.' },
  information: { label: causeLabels.information, hint: 'Forms, letters, the website, or what we tell customers.' },
  place: { label: causeLabels.place, hint: 'The building, phone lines, hours, or equipment.' },
  volume: { label: causeLabels.volume, hint: 'More work than the region can handle.' },
  other: { label: causeLabels.other, hint: 'Explain it below.' },
};

/** How far actions of each strength can be relied on, after the hierarchy of actions used in health care. */
export const strengthWords: Record<Strength, { label: string; hint: string }> = {
  strong: {
    label: 'Strong',
    hint: 'Changes how the work is done, so that nobody has to remember it: fewer steps, new software, a second phone line.',
  },
  intermediate: {
    label: 'Intermediate',
    hint: 'Helps people do it right: a checklist, an extra check, more staff at busy hours.',
  },
  weak: {
    label: 'Weak',
    hint: 'Depends on people remembering it: training, a poster, an email, a new rule.',
  },
};

/** How a plan is going. */
export const checkInWords: Record<CheckInState, string> = {
  'on track': 'On track',
  behind: 'Behind schedule',
  stuck: 'Stuck: needs help',
};

/** What people did to a plan, after their names. */
export const eventWords: Record<PlanEventKind, string> = {
  sent: 'sent the plan for approval',
  returned: 'returned the plan',
  agreed: 'approved the plan',
  completed: 'completed the plan',
};
