import { grouped } from '@heart-survey/shared/counts';
import { dayFrom } from '@heart-survey/shared/dates';
import { inHundredths, reachesTarget } from '@heart-survey/shared/scores';
import type { Region } from '../org/org.ts';
import type { Email } from '../outbox/outbox.ts';
import { responsesInWords } from '../results/results.ts';
import type { StoredPlan } from './email-queries.ts';
import type { PlanScores } from './plan-figures.ts';
import type { PlanAction } from './queries.ts';
import type { PlanPerson } from './recipients.ts';

/** What emails about plans can be about. The cause of an email in the outbox has one of them. */
export const planMessages = [
  'watch',
  'required',
  'due soon',
  'overdue',
  'action due',
  'action overdue',
  'sent',
  'returned',
  'agreed',
] as const;

/** What an email about a plan is about. */
export type PlanMessage = (typeof planMessages)[number];

export interface PlanEmailText {
  plan: StoredPlan;
  region: Region;
  message: PlanMessage;
  /** The action that the email is about, if it is about one. */
  action: PlanAction | undefined;
  to: PlanPerson;
  /** Whether that person has to write the plan. */
  isWriter: boolean;
  /** The plan's page. */
  link: string;
  figures: PlanScores;
  /** Why the plan was returned. */
  reason: string | null | undefined;
  /** The name of the person who caused the email; undefined for a reminder. */
  by: string | undefined;
}

/** One email about a plan, in words. */
export function emailText(given: PlanEmailText): Email {
  const { to, message, link } = given;
  const { subject, body } = texts[message](given);
  return {
    to: [to.email],
    subject,
    body: [`Hello ${to.name},`, ...body, { link }, `You are receiving this email because ${whyOf(given)}.`],
  };
}

type Text = (given: PlanEmailText) => { subject: string; body: string[] };

const texts: Record<PlanMessage, Text> = {
  watch: (given) => ({
    subject: `${given.region.name} is below target this quarter`,
    body: [
      `${given.region.name} is below target so far in ${quarterOf(given)}: ${figuresOf(given)}.${chanceOf(given)}`,
      'If it is still below target when the quarter closes, it needs an action plan. You can start the plan now:',
    ],
  }),
  required: (given) => ({
    subject: `${given.region.name} needs an action plan by ${dueOf(given)}`,
    body: [
      `${quarterOf(given)} is closed, and ${given.region.name} is below target: ${figuresOf(given)}.${chanceOf(given)}`,
      `Write an action plan and send it for approval by ${dueOf(given)}:`,
    ],
  }),
  'due soon': (given) => ({
    subject: `The action plan for ${given.region.name} is due on ${dueOf(given)}`,
    body: [
      `The action plan for ${given.region.name}, ${quarterOf(given)}, is due on ${dueOf(given)}. It has not been sent for approval yet.`,
      `The region is below target: ${figuresOf(given)}. Write the plan and send it for approval:`,
    ],
  }),
  overdue: (given) => ({
    subject: `The action plan for ${given.region.name} is overdue`,
    body: [
      `The action plan for ${given.region.name}, ${quarterOf(given)}, was due on ${dueOf(given)}.`,
      overdueText(given),
    ],
  }),
  'action due': (given) => ({
    subject: `${actionOf(given)} for ${given.region.name} is due on ${actionDueOf(given)}`,
    body: [
      `An action in the plan for ${given.region.name}, ${quarterOf(given)}, is due on ${actionDueOf(given)}:`,
      given.action?.text ?? '',
      'When it is done, mark it as done in the plan and add your evidence:',
    ],
  }),
  'action overdue': (given) => ({
    subject: `${actionOf(given)} for ${given.region.name} is overdue`,
    body: [
      `An action in the plan for ${given.region.name}, ${quarterOf(given)}, was due on ${actionDueOf(given)}:`,
      given.action?.text ?? '',
      'Mark it as done and add your evidence, or drop it and give a reason:',
    ],
  }),
  sent: (given) => ({
    subject: `The action plan for ${given.region.name} is waiting for your approval`,
    body: [
      `${byOf(given)} sent the action plan for ${given.region.name}, ${quarterOf(given)}, for approval. The region is below target: ${figuresOf(given)}.`,
      `The plan is due on ${dueOf(given)}. Read it, and then approve it or return it with a reason:`,
    ],
  }),
  returned: (given) => ({
    subject: `The action plan for ${given.region.name} was returned`,
    body: [
      `${byOf(given)} returned the action plan for ${given.region.name}, ${quarterOf(given)}, with this reason:`,
      given.reason ?? '',
      `The plan is due on ${dueOf(given)}. Change it and send it again:`,
    ],
  }),
  agreed: (given) => ({
    subject: `The action plan for ${given.region.name} was approved`,
    body: [
      `${byOf(given)} approved the action plan for ${given.region.name}, ${quarterOf(given)}. Its actions can start now:`,
    ],
  }),
};

const quarterOf = ({ plan, region }: PlanEmailText) =>
  region.department.calendar.byId(plan.quarter)?.label ?? plan.quarter;
const dayInWords = (day: string | null | undefined) => dayFrom(day ?? '')?.inWords ?? 'an unknown date';
const dueOf = ({ plan }: PlanEmailText) => dayInWords(plan.dueOn);
const actionDueOf = ({ action }: PlanEmailText) => dayInWords(action?.dueOn);
const actionOf = ({ action, to }: PlanEmailText) => (action?.ownerId === to.id ? 'Your action' : 'An action');
const byOf = ({ by }: PlanEmailText) => by ?? 'A colleague';

function figuresOf({ figures: { scores, target } }: PlanEmailText): string {
  const { average, n, responses } = scores;
  return `its average is ${average ?? 'unknown'} (n ${grouped(n)}, ${responsesInWords(responses)}), and the target is ${inHundredths(target)}`;
}

function overdueText({ plan, isWriter }: PlanEmailText): string {
  if (plan.sentAt !== null) return 'It was sent for approval. Approve it, or return it with a reason:';
  return isWriter
    ? 'It has not been sent for approval yet. Write it and send it for approval:'
    : 'It has not been sent to you for approval yet:';
}

function chanceOf({ figures: { scores, target } }: PlanEmailText): string {
  return reachesTarget(scores.interval, target) ? ' The difference may be due to chance.' : '';
}

function whyOf({ plan, region, action, to }: PlanEmailText): string {
  if (action && action.ownerId === to.id) return 'the action is yours';
  if (plan.ownerId === to.id) return 'you own this plan';
  if (plan.monitorId === to.id) return 'you monitor this plan';
  if (to.roles.includes('representative')) return `you are a representative of ${region.department.name}`;
  return `you are an ambassador for ${region.name}`;
}
