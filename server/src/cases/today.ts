import * as v from 'valibot';
import { canSomewhere } from '../access/access.ts';
import type { TodayItem, Visit } from '../console/console.ts';
import type { Database } from '../database/database.ts';
import { readRows } from '../database/read.ts';
import { countCases, maxCounted, unreadClosed } from './list-queries.ts';
import { casePath, casesPath } from './paths.ts';
import { secondStageToday } from './second-stage-today.ts';
import { isSeen, seerOf } from './sight.ts';

const named = v.object({ reference: v.string() });
const day = 24 * 60 * 60 * 1000;
/** More cases than this are said in one sentence. */
const maxNamed = 5;

/** What the home page says about cases: danger first, then what no one can answer, what is late or due, and new messages. */
export async function casesToday(db: Database, visit: Visit): Promise<TodayItem[]> {
  const { person, organization, now } = visit;
  if (!canSomewhere(person, 'cases')) return [];
  const seer = seerOf(person, organization);
  const dates = { now, soon: now + 2 * day };
  const [dangers, stuck, closed, late, soon, unread] = await Promise.all([
    readRows(
      db,
      named,
      `SELECT DISTINCT reference FROM case_danger JOIN case_file ON case_file.id = case_id
        WHERE outcome IS NULL AND ${isSeen} ORDER BY case_danger.id LIMIT ${maxNamed + 1}`,
      seer,
    ),
    secondStageToday(db, seer, visit),
    unreadClosed(db, seer, maxNamed + 1),
    countCases(db, seer, 'late', dates),
    countCases(db, seer, 'soon', dates),
    countCases(db, seer, 'unread', dates),
  ]);
  return [
    ...dangers.slice(0, maxNamed).map(dangerItem),
    ...moreDanger(dangers.length),
    ...stuck,
    ...countItems({ late, soon, unread }),
    ...closed.slice(0, maxNamed).map(closedItem),
    ...moreClosed(closed.length),
  ];
}

const dangerItem = ({ reference }: { reference: string }): TodayItem => ({
  message: `Case ${reference} may describe danger or abuse. Enter to whom it was reported, or why it is not reportable.`,
  href: casePath(reference),
  link: 'Open the case',
  isUrgent: true,
});

function moreDanger(found: number): TodayItem[] {
  return found <= maxNamed
    ? []
    : [{ message: 'More cases may describe danger or abuse.', href: casesPath, link: 'Open the list', isUrgent: true }];
}

/** No list of open cases has it. */
const closedItem = ({ reference }: { reference: string }): TodayItem => ({
  message: `Case ${reference} is closed, and its writer wrote back.`,
  href: casePath(reference),
  link: 'Open the case',
});

function moreClosed(found: number): TodayItem[] {
  return found <= maxNamed
    ? []
    : [{ message: 'More closed cases have new messages.', href: `${casesPath}?view=closed`, link: 'Open the list' }];
}

function countItems({ late, soon, unread }: Record<'late' | 'soon' | 'unread', number>): TodayItem[] {
  const one = (n: number, singular: string, plural: string, isUrgent: boolean): TodayItem[] => {
    if (n === 0) return [];
    const message = n === 1 ? `1 case ${singular}.` : `${n}${n === maxCounted ? ' or more' : ''} cases ${plural}.`;
    return [{ message, href: casesPath, link: 'Open the list', isUrgent }];
  };
  return [
    ...one(late, 'has missed its date', 'have missed their dates', true),
    ...one(soon, 'is due within two days', 'are due within two days', false),
    ...one(unread, 'is new or has a new message', 'are new or have new messages', false),
  ];
}
