import * as v from 'valibot';
import { caseFile, caseImprovement, caseLink, caseReferral } from '../database/schema.ts';

// What happened to a case, in order. There is nothing in it that someone wrote: reasons are notes, and messages have a
// table of their own. The clocks are counted from it (`clocks.ts`).

/** Why a clock stands still. */
export const pauseCategories = ['writer', 'agency', 'investigation', 'other'] as const;

const moment = v.pipe(v.number(), v.integer());
const id = v.pipe(v.number(), v.integer());
/** `2027-02-12`, in the department's zone. */
const day = v.pipe(v.string(), v.isoDate());
const personId = v.nullable(v.string());
/** The id of a row that belongs to the case. */
const row = v.string();
const kind = v.picklist(caseFile.kind.enumValues);

/** What was found about a complaint. */
export const outcomes = ['upheld', 'partly upheld', 'not upheld', 'withdrawn', 'referred'] as const;
export type Outcome = (typeof outcomes)[number];
const messageId = v.string();

/** An event of this kind whose detail has these fields. */
const event = <Kind extends string, Detail extends v.ObjectEntries>(kind: Kind, detail: Detail) =>
  v.object({ kind: v.literal(kind), detail: v.object(detail) });
/** An event of this kind that has no detail. */
const plain = <Kind extends string>(kind: Kind) => v.object({ kind: v.literal(kind), detail: v.optional(v.null()) });

const content = v.variant('kind', [
  plain('received'),
  plain('acknowledged'),
  plain('investigating'),
  plain('answered'),
  plain('closed'),
  plain('reopened'),
  // `at` is when it began, `enteredAt` when someone entered that: dates that had passed by then stay missed.
  event('paused', { category: v.picklist(pauseCategories), enteredAt: moment }),
  plain('resumed'),
  event('extended', { until: day }),
  // `region` is null if no office is known.
  event('office changed', { department: id, region: v.nullable(id) }),
  event('moved', { from: id, to: id }),
  event('handed', { from: personId, to: personId }),
  event('kind changed', { from: kind, to: kind }),
  event('named', { employeeId: id }),
  event('unnamed', { employeeId: id }),
  event('danger', { danger: id }),
  event('danger ended', { danger: id, outcome: v.picklist(['reported', 'not reportable']) }),
  event('message in', { message: messageId }),
  // What a person wrote, never an automatic receipt: it counts as a reply.
  event('message out', { message: messageId }),
  // A promised date moved because the calendar changed. It is for readers: the clocks find it out again by themselves.
  event('due moved', { clock: v.string(), from: v.nullable(moment), to: v.nullable(moment) }),
  plain('read'),
  // The copy of a comment that was erased or deleted for its age.
  plain('erased'),
  // The writer is not satisfied with the answer, and how they said so; `reopened` follows.
  event('not satisfied', { channel: v.picklist(caseFile.channel.enumValues) }),
  // The day on which someone offered to put the matter on a committee's agenda.
  event('committee offered', { on: day }),
  // The last one counts.
  event('outcome', { outcome: v.picklist(outcomes) }),
  event('improvement', { improvement: row, answer: v.picklist(caseImprovement.answer.enumValues) }),
  event('action added', { action: row }),
  event('action ended', { action: row, ending: v.picklist(['done', 'dropped']) }),
  event('linked', { case: id, as: v.picklist(caseLink.kind.enumValues) }),
  event('unlinked', { case: id }),
  event('permission', { referral: row, answer: v.picklist(caseReferral.permission.enumValues) }),
  event('passed on', { referral: row, followUpOn: day }),
  event('followed up', { referral: row }),
  event('breach decided', { isBreach: v.boolean() }),
  event('person notified', { on: day }),
  event('commissioner notified', { on: day }),
  event('held', { hold: id }),
  event('released', { hold: id }),
  // The writer's contact information was deleted for their age, or because someone asked.
  plain('contact erased'),
  // What someone wrote was erased: a message, a note, or another text.
  plain('text erased'),
]);

/** What happened, and with which detail. */
export type EventContent = v.InferOutput<typeof content>;

/** One thing that happened to a case. */
export type CaseEvent = EventContent & {
  /** Later events have higher ids. */
  id: number;
  /** When it happened, in milliseconds since the epoch. */
  at: number;
  /** Null for the writer or the collector. */
  personId: string | null;
};

/** Reads an event as it is in `case_event`. */
export function readEvent(row: {
  id: number;
  kind: string;
  at: number;
  personId: string | null;
  detail: string | null;
}): CaseEvent {
  const { id, at, personId } = row;
  const detail: unknown = row.detail === null ? null : JSON.parse(row.detail);
  return { ...v.parse(content, { kind: row.kind, detail }), id, at, personId };
}

/** The columns of an event that is to be stored. */
export function eventColumns({ kind, detail }: EventContent): { kind: string; detail: string | null } {
  return { kind, detail: detail ? JSON.stringify(detail) : null };
}

/** When the collector learned of an event. */
export function knownAt(event: CaseEvent): number {
  return event.kind === 'paused' ? Math.max(event.at, event.detail.enteredAt) : event.at;
}
