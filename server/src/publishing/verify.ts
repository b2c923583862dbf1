import { monthsInWords } from '@heart-survey/shared/dates';
import { asc, eq, sql } from 'drizzle-orm';
import * as v from 'valibot';
import type { Database } from '../database/database.ts';
import { department, publicationEvent, submission } from '../database/schema.ts';
import { doneSchema } from './events.ts';

// Whether what is stored about publications can have happened, for `heart verify`.

type Row = Awaited<ReturnType<typeof allRows>>[number];

/** Whether the quarter was submitted again between the submission that the event names and the event. */
const wasReplaced = sql<number>`EXISTS (SELECT 1 FROM submission AS newer
  WHERE newer.department_id = ${submission.departmentId} AND newer.quarter = ${submission.quarter}
    AND newer.submitted_at > ${submission.submittedAt} AND newer.submitted_at < ${publicationEvent.at})`;

/** Every event with the submission that it names, the first one of each quarter first. */
function allRows(db: Database) {
  const { departmentId, quarter, kind, submission: sha256, done, reason, at, position } = publicationEvent;
  return db
    .select({
      departmentId,
      quarter,
      kind,
      sha256,
      done,
      reason,
      at,
      position,
      wasReplaced,
      name: department.name,
      of: { departmentId: submission.departmentId, quarter: submission.quarter, submittedAt: submission.submittedAt },
    })
    .from(publicationEvent)
    .leftJoin(department, eq(department.id, departmentId))
    .leftJoin(submission, eq(submission.sha256, sha256))
    .orderBy(asc(departmentId), asc(quarter), asc(position));
}

/** What checking all publications found. */
export interface PublicationCheck {
  /** How many publications and withdrawals there are. */
  publications: number;
  /** One sentence each. */
  problems: string[];
}

/** Checks that each publication is of the last submission of its quarter at that time, and that each withdrawal follows one and has a reason. */
export async function verifyPublications(db: Database): Promise<PublicationCheck> {
  const rows = await allRows(db);
  const quarters = Map.groupBy(rows, ({ departmentId, quarter }) => `${departmentId} ${quarter}`);
  const problems = [...quarters.values()].flatMap((events) => {
    const found = [
      ...(hasGap(events) ? [gap] : []),
      ...events.flatMap((row, index) => problemsOf(row, events[index - 1])),
    ];
    return found.map((what) => `${nameOf(events[0]!)}: ${what}.`);
  });
  return { publications: rows.length, problems };
}

const gap = 'a publication or a withdrawal is missing';

const hasGap = (events: readonly Row[]) => events.some(({ position }, index) => position !== index);

/** What is wrong with an event, each as the end of a sentence. @param before the event before it, of the same quarter. */
function problemsOf(row: Row, before: Row | undefined): string[] {
  const what = row.kind === 'published' ? 'a publication' : 'a withdrawal';
  const checks = { published: publicationProblems, withdrawn: withdrawalProblems };
  return [...submissionProblems(row), ...checks[row.kind](row, before)].map((problem) => `${what} ${problem}`);
}

function submissionProblems({ of, departmentId, quarter, at }: Row): string[] {
  if (of === null) return ['names a submission that is missing'];
  if (of.departmentId !== departmentId || of.quarter !== quarter) {
    return ['names a submission of a different department or quarter'];
  }
  return at < of.submittedAt ? ['is dated before its submission'] : [];
}

function publicationProblems({ done, wasReplaced }: Row): string[] {
  return [
    ...(wasReplaced === 0 ? [] : ['is of an older submission than the last one at that time']),
    ...(v.is(doneSchema, done) ? [] : ['lists actions or standards that cannot be read']),
  ];
}

function withdrawalProblems({ reason, sha256 }: Row, before: Row | undefined): string[] {
  const follows = before?.kind === 'published' && before.sha256 === sha256;
  return [
    ...(follows ? [] : ['does not follow a publication of the same submission']),
    ...((reason ?? '').trim() === '' ? ['has no reason'] : []),
  ];
}

/** How a sentence about a quarter begins. A quarter that someone changed may not be a month. */
function nameOf({ name, departmentId, quarter }: Row): string {
  const months = /^\d{4}-(0[1-9]|1[0-2])$/.test(quarter) ? monthsInWords({ id: quarter }) : quarter;
  return `${name ?? `Department ${departmentId}`}, ${months}`;
}
