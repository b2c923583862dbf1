import { isoDay } from '@heart-survey/shared/dates';
import { commitChange } from '../audit/audit.ts';
import type { Database } from '../database/database.ts';
import { statement, type Statement } from '../database/statement.ts';
import type { Department } from '../org/org.ts';
import { causeOf, type Outbox } from '../outbox/outbox.ts';
import { summaryOf } from './clocks.ts';
import { eventColumns, type EventContent } from './events.ts';
import type { CaseKind, Sight } from './kinds.ts';
import { noticeStatements, type Recipient } from './notices.ts';
import type { CaseFile } from './queries.ts';
import { clocksWith } from './read-clocks.ts';
import { keepLetter } from './sent-letter.ts';
import type { Stage } from './steps.ts';

/** An event that is about to be stored. */
export type NewEvent = EventContent & {
  /** Milliseconds since the epoch. */
  at: number;
  /** Null for the writer or the collector. */
  personId: string | null;
};

/** A message to the writer, as a form sends it. */
export interface NewMessage {
  /** Made by the form. */
  id: string;
  kind: 'acknowledgement' | 'message' | 'extension' | 'answer' | 'second stage' | 'second answer';
  way: 'email' | 'print' | 'receipt';
  text: string;
}

/** What someone does with a case. */
export interface Step {
  file: CaseFile;
  department: Department;
  /** The id of the person who does it, null for the writer; and when. */
  by: string | null;
  at: number;
  /** What happened, in order. At least one. */
  events: readonly NewEvent[];
  stage?: Stage;
  kind?: CaseKind;
  desk?: { id: number; sight: Sight };
  /** The department that it turned out to be about is the step's department; this is its office. */
  office?: { regionId: number | null };
  ownerId?: string | null;
  message?: NewMessage | undefined;
  /** The staff who get an email about it. */
  notices?: readonly Recipient[];
  /** Runs in the same commit, only if the statement before it changed something. */
  also?: readonly Statement[];
}

/** The name that the outbox keeps messages to writers under. */
export const messageKind = 'case-message';

/**
 * Does a step in one commit: the case, its history, the message and the emails.
 * @returns false if someone else changed the case first. Nothing is changed then.
 */
export async function takeStep(
  { db, outbox }: { db: Database; outbox: Pick<Outbox, 'queue' | 'wake'> },
  step: Step,
): Promise<boolean> {
  const { file, by, at, events, message, notices = [], also = [], department } = step;
  const [first, ...rest] = events;
  const to = { reference: file.reference, departmentId: department.id, at, by };
  const isFirst = await commitChange(
    db,
    await update(db, step),
    insertEvent(file.id, first!),
    ...rest.map((event) => insertEvent(file.id, event)),
    ...also,
    ...(message ? [insertMessage(step, message)] : []),
    ...(await keepLetter(db, step)),
    ...(message?.way === 'email' ? [queued(outbox, step, message)] : []),
    ...noticeStatements(outbox, notices, to),
    ...(message ? [addWords(file.id, message.text)] : []),
  );
  if (isFirst) outbox.wake();
  return isFirst;
}

function queued(outbox: Pick<Outbox, 'queue'>, { by, at, department }: Step, message: NewMessage): Statement {
  const email = {
    kind: messageKind,
    cause: causeOf('case-message', message.id),
    madeBy: by,
    departmentId: department.id,
  };
  return outbox.queue(email, at, 'unchanged').statement;
}

/** A compare-and-set on the version. It stores what is counted from the events, the new ones included. */
async function update(
  db: Database,
  { file, department, events, stage, kind, desk, office, ownerId, at }: Step,
): Promise<Statement> {
  const clocks = await clocksWith(db, { file, department, events, now: at });
  const { dueAt, breaches } = summaryOf(clocks);
  const isClosed = (stage ?? file.stage) === 'closed';
  const values = {
    stage: stage ?? file.stage,
    kind: kind ?? file.kind,
    desk: desk?.id ?? file.deskId,
    sight: desk?.sight ?? file.sight,
    department: department.id,
    region: office === undefined ? file.regionId : office.regionId,
    owner: ownerId === undefined ? file.ownerId : ownerId,
    closedAt: isClosed ? (file.closedAt ?? at) : null,
    dueAt,
    dueOn: dueAt === null ? null : isoDay(dueAt - 1, department.zone),
    breaches,
  };
  return statement(
    `UPDATE case_file SET version = version + 1, is_unread = 0, stage = :stage, kind = :kind, desk_id = :desk,
        sight = :sight, department_id = :department, region_id = :region, owner_id = :owner, closed_at = :closedAt, due_at = :dueAt, due_on = :dueOn, breaches = :breaches
      WHERE id = :id AND reference = :reference AND version = :version`,
    { ...values, id: file.id, reference: file.reference, version: file.version },
  );
}

/** Adds to the history, if the statement before it changed something. */
export function insertEvent(caseId: number, event: NewEvent): Statement {
  const { at, personId } = event;
  return statement(
    `INSERT INTO case_event (case_id, kind, at, person_id, detail)
      SELECT :caseId, :kind, :at, :personId, :detail WHERE changes() > 0`,
    { caseId, at, personId, ...eventColumns(event) },
  );
}

function insertMessage({ file, by, at }: Step, { id, kind, way, text }: NewMessage): Statement {
  return statement(
    `INSERT INTO case_message (id, case_id, kind, at, person_id, way, text)
      SELECT :id, :caseId, :kind, :at, :by, :way, :text WHERE changes() > 0`,
    { id, caseId: file.id, kind, at, by, way, text },
  );
}

/** Lets the search find what was written, if the statement before it changed something. */
export function addWords(caseId: number, text: string): Statement {
  return statement(
    `UPDATE case_search SET words = coalesce(words, '') || char(10) || :text WHERE rowid = :caseId AND changes() > 0`,
    {
      caseId,
      text,
    },
  );
}
