import { isoDay } from '@heart-survey/shared/dates';
import type { Database } from '../database/database.ts';
import { statement, type Statement } from '../database/statement.ts';
import { readCalendars, type Department, type Organization } from '../org/org.ts';
import type { Outbox } from '../outbox/outbox.ts';
import { dayOf, endOf } from '../work/work.ts';
import { mentionsDanger } from './danger-words.ts';
import { dangersOf, employeesNamed } from './detail-queries.ts';
import { keptSight } from './kept-sight.ts';
import type { Channel, Sight } from './kinds.ts';
import { handlersAt, isSeenAtDesk, managersOf, noticeStatements, type Recipient } from './notices.ts';
import { caseById, type CaseFile } from './queries.ts';
import { eventsOf } from './read-clocks.ts';
import { lastAt } from './recount-queries.ts';
import { secondStageOf, type SecondStage } from './second-stage.ts';
import { addWords, takeStep, type NewEvent } from './take-step.ts';
import { dangerInMessage, writeBack } from './write-back.ts';

interface Options {
  db: Database;
  outbox: Pick<Outbox, 'queue' | 'wake'>;
}

/** What the writer of a case says about its answer. */
interface NotSatisfied {
  file: CaseFile;
  organization: Organization;
  /** How they said so. */
  channel: Channel;
  /** What they said, cleaned; empty if nothing. */
  text: string;
  /** The id of the message with that text, a UUID. */
  id: string;
  /** The id of the person who enters it; null if the writer does. */
  by: string | null;
  /** Milliseconds since the epoch. */
  now: number;
}

/**
 * Begins the second stage in one commit: the case is open again, at the chief administrative officer's desk and without an owner.
 * @returns false if it cannot begin, or if someone else changed the case first. Nothing is changed then.
 */
export async function beginSecondStage({ db, outbox }: Options, given: NotSatisfied): Promise<boolean> {
  const { file, organization, channel, text, id, by, now } = given;
  const stored = await eventsOf(db, file.id);
  if (!secondStageOf(stored).canBegin) return false;
  const department = organization.departments.find((one) => one.id === file.departmentId)!;
  const desk = organization.desks.find(({ duty }) => duty === 'chief administrative officer')!;
  const at = momentOf(file, department, lastAt(stored), now);
  const isDanger = mentionsDanger(text);
  const [dangers, named] = await Promise.all([dangersOf(db, file.id), employeesNamed(db, file.id)]);
  const kept = file.sight === 'restricted' ? 'restricted' : await keptSight(db, { dangers, named }, desk, file.kind);
  const sight = isDanger && kept === 'desk' ? 'danger' : kept;
  const there = { ...file, deskId: desk.id, sight };
  const event = { at, personId: by };
  const events: NewEvent[] = [
    { ...event, kind: 'not satisfied', detail: { channel } },
    ...(text === '' ? [] : [{ ...event, kind: 'message in' as const, detail: { message: id } }]),
    { ...event, kind: 'reopened' },
    ...(desk.id === file.deskId
      ? []
      : [{ ...event, kind: 'moved' as const, detail: { from: file.deskId, to: desk.id } }]),
    ...(file.ownerId === null ? [] : [{ ...event, kind: 'handed' as const, detail: { from: file.ownerId, to: null } }]),
  ];
  const known = secondStageOf([...stored, ...events.map((one) => ({ ...one, id: Infinity }))]);
  const recipients = await toldOfSecondStage(db, there, known, by);
  return takeStep(
    { db, outbox },
    {
      file,
      department,
      by,
      at,
      events,
      stage: 'reopened',
      desk: { id: desk.id, sight },
      ownerId: null,
      also: [
        statement('UPDATE case_file SET is_unread = 1 WHERE id = :caseId AND changes() > 0', { caseId: file.id }),
        ...(isDanger ? await dangerInMessage({ db, outbox }, there, department, at) : []),
        ...noticeStatements(outbox, recipients, {
          reference: file.reference,
          departmentId: file.departmentId,
          at: await noticeTime(db, department, at, now),
          by,
        }),
        ...(text === '' ? [] : messageFromWriter(file.id, id, at, text)),
      ],
    },
  );
}

/**
 * Begins the second stage for the writer of a case. What they say is never lost: if it has begun already, or the case is being
 * worked on again, it is a message like any other.
 * @returns `before` if nothing was stored.
 */
export async function writerIsNotSatisfied(
  options: Options,
  given: Omit<NotSatisfied, 'channel' | 'by'>,
): Promise<'begun' | 'sent' | 'before'> {
  const { db } = options;
  for (;;) {
    const found = await caseById(db, given.file.id);
    const file = found?.reference === given.file.reference ? found : given.file;
    if (await beginSecondStage(options, { ...given, file, channel: 'form', by: null })) return 'begun';
    // Otherwise someone else changed the case in the meantime.
    if (secondStageOf(await eventsOf(db, file.id)).canBegin) continue;
    if (given.text === '') return 'before';
    const department = given.organization.departments.find((one) => one.id === file.departmentId)!;
    return (await writeBack(options, { ...given, file, department })) ? 'sent' : 'before';
  }
}

/**
 * On the day on which a case with a hidden time came in, it is the moment of what happened last, which is known already. A
 * moment before that would put the events in the wrong order.
 */
function momentOf({ isTimeHidden, receivedAt }: CaseFile, { zone }: Department, last: number, now: number): number {
  return isTimeHidden === 1 && isoDay(receivedAt, zone) === isoDay(now, zone) ? last : now;
}

/** The outbox keeps when it sent each email. So those that would tell a hidden moment wait for the end of the day. */
async function noticeTime(db: Database, department: Department, at: number, now: number): Promise<number> {
  if (at === now) return now;
  const { calendar } = (await readCalendars(db, department)).at(-1)!;
  return endOf(calendar, dayOf(calendar, at));
}

/** The people who can answer now; if there are none, everyone at the desk. */
async function toldOfSecondStage(
  db: Database,
  { id, deskId, departmentId, sight }: { id: number; deskId: number; departmentId: number; sight: Sight },
  { barred }: SecondStage,
  by: string | null,
): Promise<Recipient[]> {
  const handlers = await handlersAt(db, deskId, id);
  const managers = isSeenAtDesk(sight) ? [] : await managersOf(db, departmentId, id);
  const notice = managers.length > 0 ? 'message' : 'desk';
  const people = (managers.length > 0 ? managers : handlers).filter((one) => one.id !== by);
  const free = people.filter((one) => !barred.has(one.id));
  return (free.length > 0 ? free : people).map((one) => ({ notice, to: one.id }));
}

/** Takes effect only if the statement before it changed something. */
function messageFromWriter(caseId: number, id: string, at: number, text: string): Statement[] {
  return [
    statement(
      `INSERT INTO case_message (id, case_id, kind, at, text)
        SELECT :id, :caseId, 'from writer', :at, :text WHERE changes() > 0 ON CONFLICT (id) DO NOTHING`,
      { id, caseId, at, text },
    ),
    addWords(caseId, text),
  ];
}
