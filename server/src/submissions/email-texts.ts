import { dayFrom, monthsInWords } from '@heart-survey/shared/dates';
import type { Email } from '../outbox/outbox.ts';
import type { SubmissionPerson } from './recipients.ts';
import type { SubmissionState } from './state.ts';

/** What emails about submissions can be about. The cause of an email in the outbox has one of them. */
export const submissionMessages = [
  'hand in',
  'hand in soon',
  'hand in overdue',
  'handed in',
  'submit soon',
  'submit overdue',
  'returned',
  'submitted',
  'received',
  'restated',
  'replaced',
] as const;

/** What an email about a submission is about. */
export type SubmissionMessage = (typeof submissionMessages)[number];

export interface SubmissionEmailText {
  state: SubmissionState;
  message: SubmissionMessage;
  to: SubmissionPerson;
  /** The page where the recipient goes on. */
  link: string;
  /** The name of the person who caused the email; undefined for a reminder. */
  by: string | undefined;
  /** Why the quarter was returned. */
  reason: string | null | undefined;
  /** The SHA-256 of the last signed submission. */
  sha256: string | undefined;
}

/** One email about a submission, in words. It has no figures. */
export function emailText(given: SubmissionEmailText): Email {
  const { to, message, link } = given;
  const { subject, body } = texts[message](given);
  return { to: [to.email], subject, body: [`Hello ${to.name},`, ...body, { link }, whyOf(given)] };
}

type Text = (given: SubmissionEmailText) => { subject: string; body: string[] };

const texts: Record<SubmissionMessage, Text> = {
  'hand in': (given) => ({
    subject: `${quarterOf(given)} is closed: hand it in by ${handInDay(given)}`,
    body: [
      `${quarterOf(given)} is closed for ${nameOf(given)}. Check the figures, and hand in the quarter by ${handInDay(given)}:`,
    ],
  }),
  'hand in soon': (given) => ({
    subject: `Hand in ${quarterOf(given)} by ${handInDay(given)}`,
    body: [`${nameOf(given)} has not handed in ${quarterOf(given)} yet. It is due by ${handInDay(given)}:`],
  }),
  'hand in overdue': (given) => ({
    subject: `Overdue: hand in ${quarterOf(given)}`,
    body: [
      `${nameOf(given)} has not handed in ${quarterOf(given)} yet. It was due by ${handInDay(given)}. The executive office expects it by ${submitDay(given)}:`,
    ],
  }),
  'handed in': (given) => ({
    subject: `${quarterOf(given)} is waiting for your review`,
    body: [
      `${byOf(given)} handed in ${quarterOf(given)} for ${nameOf(given)}. Review it, and submit it to the executive office by ${submitDay(given)}, or return it with a reason:`,
    ],
  }),
  'submit soon': (given) => ({
    subject: `Submit ${quarterOf(given)} by ${submitDay(given)}`,
    body: [`${quarterOf(given)} for ${nameOf(given)} was handed in. Submit it by ${submitDay(given)}:`],
  }),
  'submit overdue': (given) => ({
    subject: `Overdue: submit ${quarterOf(given)}`,
    body: [
      `The executive office expected ${quarterOf(given)} for ${nameOf(given)} by ${submitDay(given)}. It has not been submitted yet:`,
    ],
  }),
  returned: (given) => ({
    subject: `${quarterOf(given)} was returned`,
    body: [
      `${byOf(given)} returned ${quarterOf(given)} for ${nameOf(given)} with this reason:`,
      given.reason ?? '',
      'Correct it, and hand it in again:',
    ],
  }),
  submitted: (given) => ({
    subject: `${nameOf(given)} submitted ${quarterOf(given)}`,
    body: [`${byOf(given)} submitted ${quarterOf(given)} for ${nameOf(given)}. Confirm that you received it:`],
  }),
  received: (given) => ({
    subject: `The executive office received ${quarterOf(given)}`,
    body: [
      `${byOf(given)} confirmed that the executive office received ${quarterOf(given)} for ${nameOf(given)}.`,
      'Keep this email: with the SHA-256 of the submission, anyone can check later that it is still there. This is the SHA-256:',
      given.sha256 ?? 'unknown',
      'The submission is on this page:',
    ],
  }),
  restated: (given) => ({
    subject: `${quarterOf(given)} was restated and needs to be handed in again`,
    body: [
      `The figures of ${quarterOf(given)} for ${nameOf(given)} were restated as version ${given.state.latest.version}. What was handed in before is out of date. Check the new figures, and hand in the quarter again:`,
    ],
  }),
  replaced: (given) => ({
    subject: `${nameOf(given)} restated ${quarterOf(given)}`,
    body: [
      `${nameOf(given)} restated ${quarterOf(given)} after submitting it, and needs to submit it again by ${submitDay(given)}. What it submitted before stays on record:`,
    ],
  }),
};

const quarterOf = ({ state }: SubmissionEmailText) => monthsInWords(state.quarter);
const nameOf = ({ state }: SubmissionEmailText) => state.department.name;
const byOf = ({ by }: SubmissionEmailText) => by ?? 'A colleague';
const handInDay = ({ state }: SubmissionEmailText) => dayFrom(state.handInBy)!.inWords;
const submitDay = ({ state }: SubmissionEmailText) => dayFrom(state.submitBy)!.inWords;

function whyOf({ to, state }: SubmissionEmailText): string {
  const role = to.roles.includes('executive')
    ? 'you are in the executive office'
    : to.roles.includes('representative')
      ? `you are a representative of ${state.department.name}`
      : `you are an ambassador of ${state.department.name}`;
  return `You are receiving this email because ${role}.`;
}
