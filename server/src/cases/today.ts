import * as v from 'valibot';
import { canSomewhere } from '../access/access.ts';
import type { TodayItem, Visit } from '../console/console.ts';
import type { Database } from '../database/database.ts';
import { readRows } from '../database/read.ts';
import { casePath, casesPath } from './paths.ts';
import { isSeen, seerOf } from './sight.ts';

const counted = v.object({ late: v.number(), soon: v.number(), unread: v.number() });
const endangered = v.object({ reference: v.string() });
const day = 24 * 60 * 60 * 1000;
/** More reports of danger than this are said in one sentence. */
const maxNamed = 5;

/** What the home page says about cases: danger first, then what is late or due, and new messages. */
export async function casesToday(db: Database, { person, organization, now }: Visit): Promise<TodayItem[]> {
  if (!canSomewhere(person, 'cases')) return [];
  const seer = seerOf(person, organization);
  const [dangers, [count]] = await Promise.all([
    readRows(
      db,
      endangered,
      `SELECT DISTINCT reference FROM case_danger JOIN case_file ON case_file.id = case_id
        WHERE outcome IS NULL AND ${isSeen} ORDER BY case_danger.id LIMIT ${maxNamed + 1}`,
      seer,
    ),
    readRows(
      db,
      counted,
      `SELECT coalesce(sum(due_at <= :now), 0) AS late, coalesce(sum(due_at > :now AND due_at <= :soon), 0) AS soon,
          coalesce(sum(is_unread), 0) AS unread
        FROM case_file WHERE closed_at IS NULL AND ${isSeen}`,
      { ...seer, now, soon: now + 2 * day },
    ),
  ]);
  return [...dangers.slice(0, maxNamed).map(dangerItem), ...moreDanger(dangers.length), ...countItems(count!)];
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

function countItems({ late, soon, unread }: v.InferOutput<typeof counted>): TodayItem[] {
  const one = (message: string, isUrgent: boolean): TodayItem => ({
    message,
    href: casesPath,
    link: 'Open the list',
    isUrgent,
  });
  return [
    ...(late > 0
      ? [one(late === 1 ? '1 case has missed its date.' : `${late} cases have missed their dates.`, true)]
      : []),
    ...(soon > 0
      ? [one(soon === 1 ? '1 case is due within two days.' : `${soon} cases are due within two days.`, false)]
      : []),
    ...(unread > 0
      ? [
          one(
            unread === 1 ? '1 case is new or has a new message.' : `${unread} cases are new or have new messages.`,
            false,
          ),
        ]
      : []),
  ];
}
