import { isoDay } from '@heart-survey/shared/dates';
import { canSomewhere } from '../access/access.ts';
import { casePath, seerOf } from '../cases/cases.ts';
import type { TodayItem, Visit } from '../console/console.ts';
import type { Database } from '../database/database.ts';
import { dayWords } from './days.ts';
import { dueFor, type Due } from './due-queries.ts';
import { duePath } from './due-page.ts';

const day = 24 * 60 * 60 * 1000;
/** More cases than this are said in one sentence. */
const maxNamed = 5;

/** What the home page says about what follows from cases: what is overdue, and what is due within two days. */
export async function dueToday(db: Database, { person, organization, now }: Visit): Promise<TodayItem[]> {
  if (!canSomewhere(person, 'cases')) return [];
  const dayIn = (at: number) => new Map(organization.departments.map(({ id, zone }) => [id, isoDay(at, zone)]));
  const today = dayIn(now);
  const due = await dueFor(db, seerOf(person, organization), { until: dayIn(now + 2 * day), limit: 100 });
  const groups = [...Map.groupBy(due, ({ what, reference }) => `${what} ${reference}`).values()];
  return [...groups.slice(0, maxNamed).map((group) => itemOf(group, today)), ...more(groups.length)];
}

/** One sentence about what is due of one kind on one case. */
function itemOf(group: Due[], today: ReadonlyMap<number, string>): TodayItem {
  const { reference, department_id: departmentId, due_on: dueOn } = group[0]!;
  const isOverdue = dueOn === null || dueOn < today.get(departmentId)!;
  return { message: wordsOf(group, isOverdue), href: casePath(reference), link: 'Open the case', isUrgent: isOverdue };
}

/** The first of the group is due first. */
function wordsOf([first, ...others]: Due[], isOverdue: boolean): string {
  const { what, reference, due_on: dueOn, missing } = first!;
  if (missing !== null) return `Case ${reference} was a breach of privacy. ${notNotified[missing]} not been notified.`;
  const when = `${isOverdue ? 'was' : 'is'} due on ${dayWords(dueOn)}`;
  const { one, many } = nouns[what];
  return others.length === 0
    ? `${one} on case ${reference} ${when}.`
    : `${others.length + 1} ${many} on case ${reference} need your attention. The first ${when}.`;
}

const nouns = {
  action: { one: 'An action', many: 'actions' },
  'follow-up': { one: 'A follow-up with another agency', many: 'follow-ups with other agencies' },
  notice: { one: 'A notice', many: 'notices' },
};

const notNotified = {
  both: 'The person and the Commissioner have',
  person: 'The person has',
  commissioner: 'The Commissioner has',
};

function more(found: number): TodayItem[] {
  return found <= maxNamed
    ? []
    : [{ message: 'More follow-ups on cases are due.', href: duePath, link: 'Open the list' }];
}
