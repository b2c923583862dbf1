import { dayFrom, isoDay, monthsInWords } from '@heart-survey/shared/dates';
import { html } from 'hono/html';
import { can } from '../access/access.ts';
import { departmentsFor, type TodayItem, type Visit } from '../console/console.ts';
import type { Database } from '../database/database.ts';
import { receiptPath, submissionPath } from './paths.ts';
import { isLate, readStates, type SubmissionState } from './state.ts';
import { canFollow } from './steps.ts';

/** How many closed quarters of a department are looked at: older ones are history, unless they wait for a receipt. */
const recentQuarters = 4;

/** The quarters that are shown to people who submit and receive them. */
export function recent(states: SubmissionState[]): SubmissionState[] {
  return states.filter(({ stage }, index) => index < recentQuarters || stage === 'submitted');
}

/** What a person has to do about submissions. */
export async function submissionsToday(db: Database, visit: Visit): Promise<TodayItem[]> {
  const { person, organization } = visit;
  const own = departmentsFor(person, 'handing in', organization);
  const read = can(person, 'receiving') ? organization.departments : own;
  const states = await Promise.all(read.map(async (department) => recent(await readStates(db, department))));
  return states.flat().flatMap((state) => {
    const { department } = state;
    const items = own.includes(department) ? ownItems(visit, state) : [];
    return [...items, ...(can(person, 'receiving') ? receiverItems(visit, state) : [])];
  });
}

function ownItems({ person, now }: Visit, state: SubmissionState): TodayItem[] {
  const { department, quarter, stage, handInBy, submitBy } = state;
  const today = isoDay(now, department.zone);
  const name = `${department.name}: ${monthsInWords(quarter)}`;
  const href = submissionPath(department, quarter);
  if (canFollow(stage, 'handed in')) {
    const what = { returned: 'was returned', restated: 'was restated' }[stage as string];
    const message = html`<b>${name} ${what ?? 'is closed'}.</b> Hand it in ${what ? 'again ' : ''}by
      ${dayFrom(handInBy)!.inWords}.`;
    return [{ message, href, link: 'Check and hand in', isUrgent: today > handInBy }];
  }
  if (!canFollow(stage, 'submitted') || !can(person, 'submission', { departmentId: department.id })) return [];
  const message = html`<b>${name} was handed in.</b> Submit it by ${dayFrom(submitBy)!.inWords}.`;
  return [{ message, href, link: 'Review and submit', isUrgent: today > submitBy }];
}

function receiverItems({ now }: Visit, state: SubmissionState): TodayItem[] {
  const { department, quarter, stage, submitBy } = state;
  const name = `${department.name}: ${monthsInWords(quarter)}`;
  if (stage === 'submitted') {
    const message = html`<b>${name} was submitted.</b> Confirm that you received it.`;
    return [{ message, href: receiptPath(department, quarter), link: 'Read and confirm' }];
  }
  if (!isLate(state, isoDay(now, department.zone))) return [];
  const message = html`<b>${name} is late.</b> It was due on ${dayFrom(submitBy)!.inWords}.`;
  return [{ message, href: '/console/agency/submissions', link: 'View all submissions', isUrgent: true }];
}
