import { monthsInWords } from '@heart-survey/shared/dates';
import { html } from 'hono/html';
import { departmentsFor, type TodayItem, type Visit } from '../console/console.ts';
import type { Database } from '../database/database.ts';
import { publishingPath } from './paths.ts';
import { hasNewer, readPublishing, type PublishingState } from './state.ts';

/** The last submitted quarter if no one has decided on it, and quarters whose newer version is not published. */
export async function publishingToday(db: Database, { person, organization }: Visit): Promise<TodayItem[]> {
  const departments = departmentsFor(person, 'publishing', organization);
  const states = await Promise.all(departments.map((department) => readPublishing(db, department)));
  return states.flatMap((own) => own.flatMap((state, index) => itemOf(state, index === 0)));
}

function itemOf(state: PublishingState, isLatest: boolean): TodayItem[] {
  const { department, quarter, isCurrent, events } = state;
  const name = `${department.name}: ${monthsInWords(quarter)}`;
  const given = { href: publishingPath(department, quarter), link: 'Check and publish' };
  if (hasNewer(state)) {
    return [
      { ...given, message: html`<b>${name} was submitted again.</b> The public still sees the earlier version.` },
    ];
  }
  if (!isLatest || !isCurrent || events.length > 0) return [];
  return [{ ...given, message: html`<b>${name} was submitted.</b> It is not published yet.` }];
}
