import { isoDay, isoDayInWords } from '@heart-survey/shared/dates';
import { can } from '../access/access.ts';
import type { TodayItem, Visit } from '../console/console.ts';
import type { Database } from '../database/database.ts';
import { agencyQuarterPath, agencyTrendsPath, quarterPath } from './paths.ts';
import { readsInFull } from './place.ts';
import { daysUntil, policyNotice, policySentence } from './policy.ts';
import { policyReviewOn, policyZone } from './policy-queries.ts';
import { openDecisions } from './review-queries.ts';

/** How many days before its date a decision is on the home page. */
const soon = 14;
/** More decisions than these are said in one sentence. */
const maxShown = 5;
const day = 24 * 60 * 60 * 1000;

/** What the home page says about reviews: decisions that are due, and the policy's own review. */
export async function trendsToday(db: Database, visit: Visit): Promise<TodayItem[]> {
  const { person, organization, now } = visit;
  const own = organization.departments.filter((department) => readsInFull(visit, department));
  const isExecutive = can(person, 'case trends');
  const ids = [...(isExecutive ? [null] : []), ...own.map(({ id }) => id)];
  const zone = policyZone(organization);
  const policy = isExecutive || can(person, 'settings') ? await policyItem(db, visit, isoDay(now, zone)) : [];
  if (ids.length === 0) return policy;
  const decisions = await openDecisions(db, ids, isoDay(now + soon * day, zone));
  const items = decisions.slice(0, maxShown).map(({ text, owner, dueOn, quarter, departmentId }): TodayItem => {
    const department = own.find(({ id }) => id === departmentId);
    const isOverdue = dueOn < isoDay(now, department?.zone ?? zone);
    return {
      message: `Review decision${isOverdue ? ', overdue' : ''}: ${text} ${owner}, by ${isoDayInWords(dueOn)}.`,
      href: department ? quarterPath(department, { id: quarter }) : agencyQuarterPath({ id: quarter }),
      link: 'Open the review',
      isUrgent: isOverdue,
    };
  });
  const more: TodayItem[] =
    decisions.length > maxShown
      ? [{ message: 'More review decisions are due.', href: items[0]!.href, link: 'Open the review' }]
      : [];
  return [...items, ...more, ...policy];
}

async function policyItem(db: Database, { person }: Visit, today: string): Promise<TodayItem[]> {
  const on = await policyReviewOn(db);
  if (on === undefined || daysUntil(on, today) > policyNotice) return [];
  return [
    {
      message: policySentence(on, today),
      href: can(person, 'case trends') ? agencyTrendsPath : '/console/policy-review',
      link: 'Set the next review',
      isUrgent: daysUntil(on, today) <= 0,
    },
  ];
}
