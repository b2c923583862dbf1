import { isoDay } from '@heart-survey/shared/dates';
import { commit, type Database } from '../database/database.ts';
import { statement, type Statement } from '../database/statement.ts';
import type { BusinessCalendar, Department, Organization } from '../org/org.ts';
import type { Outbox } from '../outbox/outbox.ts';
import { dayOf, endOf } from '../work/work.ts';
import { clocksOf, summaryOf, type CaseClock } from './clocks.ts';
import { currentPromises } from './promises.ts';
import { mentionsDanger } from './danger-words.ts';
import type { CaseKind, Channel } from './kinds.ts';
import { noticesOfNew, noticeStatements } from './notices.ts';
import { decidedRoutes, fileBySend, wasErased, type Filed } from './filing-queries.ts';
import { hashOfReceipt, newReceipt, newReference, sendHash } from './references.ts';
import { routeOf } from './routing.ts';

/** How to reach the writer and how they wish to be called. All of it may be left out. */
export interface Contact {
  title: string | null;
  name: string | null;
  email: string | null;
  phone: string | null;
  post: string | null;
}

/** The maximum length of each, in UTF-16 units. */
export const maxContact = { title: 60, name: 200, email: 254, phone: 100, post: 1000 } as const satisfies Record<
  keyof Contact,
  number
>;

/** A complaint or a request as it came in: from its writer, from staff, or from a survey comment. */
export interface Filing {
  departmentId: number;
  regionId: number | null;
  /** Whether the writer knows the office. If not, the department only lends its calendar. */
  isOfficeKnown: boolean;
  kind: CaseKind;
  channel: Channel;
  language: string;
  /** What happened, cleaned. */
  text: string;
  contact: Contact;
  /** When it came, in milliseconds since the epoch. */
  receivedAt: number;
  /** Whether that is only the date, and in or after hours: nothing that is stored then has the exact moment. */
  isTimeHidden: boolean;
  /** The id of the person who entered it; null if its writer did. */
  enteredBy: string | null;
  /** The response whose comment it was. */
  responseId: string | null;
  /** Why it may be spam. */
  flags: readonly string[];
  /** Made by the form, a UUID: sent twice, it is one case. */
  send: string;
  /** The reference of the printed form that it was entered from. */
  printed: string | null;
}

export interface OpenOptions {
  db: Database;
  /** The key of the installation's keyed hashes. */
  secret: string;
  outbox: Pick<Outbox, 'queue' | 'wake'>;
  organization: () => Promise<Organization>;
}

/** A case that was opened. */
export interface Opened {
  /** Empty if the form was sent before and its case was erased since. */
  reference: string;
  /** Its digits in groups of four. Null if the form was sent before, or if the receipt is on the printed form's stub. */
  receipt: string | null;
  /** What is promised from now on, and how it was counted. */
  clocks: CaseClock[];
  /** False if the form was sent before with another text, which is stored nowhere. */
  isSame: boolean;
}

/**
 * Opens a case: the one way in. In one commit, it goes to its desk, words of danger raise an alert, and the emails are queued
 * that tell the desk and the department's managers.
 * @param now when it is entered, in milliseconds since the epoch.
 * @returns undefined if the printed form's reference is unknown or was used.
 */
export async function openCase(options: OpenOptions, filing: Filing, now: number): Promise<Opened | undefined> {
  const { db, secret, outbox } = options;
  const organization = await options.organization();
  const department = organization.departments.find(({ id }) => id === filing.departmentId)!;
  const reference = filing.printed ?? newReference();
  const receipt = filing.printed === null ? newReceipt() : null;
  // Where there is one department, it is known in any event.
  const isOfficeKnown = filing.isOfficeKnown || organization.departments.length === 1;
  const { desk, sight } = routeOf(
    { ...filing, isOfficeKnown },
    organization.desks,
    await decidedRoutes(db, department.id),
  );
  const isDanger = mentionsDanger(filing.text);
  // Nothing with the exact moment may stay that could join the case to an answer.
  const at = filing.isTimeHidden ? filing.receivedAt : now;
  const promises = await currentPromises(db, department);
  const events = [
    { kind: 'received' as const, id: 1, at: filing.receivedAt, personId: filing.enteredBy, detail: null },
  ];
  const clocks = clocksOf({ ...promises, channel: filing.channel, events }, at);
  const filed: Filed = {
    ...filing,
    reference,
    receiptHash: receipt === null ? null : hashOfReceipt(secret, reference, receipt),
    deskId: desk.id,
    isOfficeKnown,
    // While nobody knows the department, only the desk that finds out sees it.
    sight: isOfficeKnown ? (isDanger && sight === 'desk' ? 'danger' : sight) : 'restricted',
    rulesId: promises.rulesId,
    calendarId: promises.calendars.at(-1)?.id ?? null,
    ...summaryOf(clocks),
    at,
  };
  const recipients = await noticesOfNew(db, filed, department, isDanger);
  const [made] = await commit(db, [
    insertCase(filed, department),
    ...withCase(filed),
    ...(isDanger ? dangerRaised(filed) : []),
    ...noticeStatements(outbox, recipients, {
      reference,
      departmentId: department.id,
      at: noticeTime(filed, isDanger, promises.calendars.at(-1)!.calendar),
    }),
  ]);
  if (made.rowsAffected > 0) {
    outbox.wake();
    return { reference, receipt, clocks, isSame: true };
  }
  const before = await fileBySend(db, filing.send);
  const isSame = before?.text === null || before?.text === filing.text;
  if (before === undefined && (await wasErased(db, filing.send)))
    return { reference: '', receipt: null, clocks, isSame: true };
  return before && { reference: before.reference, receipt: null, clocks, isSame };
}

/**
 * When the emails are queued. The outbox keeps when it sent each, which would tell when a case with a hidden time came. So they wait
 * for the end of the day, except in danger.
 */
function noticeTime({ isTimeHidden, at, receivedAt }: Filed, isDanger: boolean, calendar: BusinessCalendar): number {
  return isTimeHidden && !isDanger ? endOf(calendar, dayOf(calendar, receivedAt)) : at;
}

/** Stores the case, unless its form was sent before. A printed form's receipt is taken from where it was printed. */
function insertCase(filed: Filed, { zone }: Pick<Department, 'zone'>): Statement {
  const { printed, receiptHash, flags, contact: _, dueAt, ...given } = filed;
  const columns = {
    reference: filed.reference,
    department_id: given.departmentId,
    region_id: given.regionId,
    desk_id: given.deskId,
    sight: given.sight,
    kind: given.kind,
    channel: given.channel,
    language: given.language,
    stage: 'received',
    text: given.text,
    received_at: given.receivedAt,
    is_time_hidden: given.isTimeHidden ? 1 : 0,
    entered_by: given.enteredBy,
    response_id: given.responseId,
    flags: flags.length === 0 ? null : flags.join(' '),
    send_id: given.send,
    opened_at: given.at,
    rules_id: given.rulesId,
    calendar_id: given.calendarId,
    due_at: dueAt,
    due_on: dueAt === null ? null : isoDay(dueAt - 1, zone),
    breaches: given.breaches,
  };
  const names = Object.keys(columns);
  const values = names.map((name) => `:${name}`).join(', ');
  const receipt = printed === null ? ':receipt' : 'printed_form.receipt_hash';
  const from =
    printed === null ? 'WHERE true' : 'FROM printed_form WHERE printed_form.reference = :reference AND used_at IS NULL';
  const isGone = 'EXISTS (SELECT 1 FROM erased_case WHERE send_hash = :sendHash)';
  return statement(
    `INSERT INTO case_file (id, ${names.join(', ')}, receipt_hash)
        SELECT ${unusedNumber}, ${values}, ${receipt} ${from} AND NOT ${isGone}
      ON CONFLICT (send_id) DO NOTHING`,
    { ...columns, sendHash: sendHash(filed.send), ...(printed === null ? { receipt: receiptHash } : {}) },
  );
}

/**
 * Keeps the number of a case that is erased from being given to another one: whoever still has the old one open would write to
 * the new one, and histories name linked cases by their number.
 */
export function keepNumber(caseId: number): Statement {
  return statement(
    `INSERT INTO setting (name, value) SELECT :name, :caseId WHERE changes() > 0
      ON CONFLICT (name) DO UPDATE SET value = max(CAST(value AS INTEGER), CAST(excluded.value AS INTEGER))`,
    { name: numberName, caseId: String(caseId) },
  );
}

const numberName = 'highest erased case';
const unusedNumber = `1 + max(coalesce((SELECT max(id) FROM case_file), 0),
  coalesce((SELECT CAST(value AS INTEGER) FROM setting WHERE name = '${numberName}'), 0))`;

/** What is stored beside a new case. Each takes effect only if the case was stored in this commit. */
function withCase(filed: Filed): Statement[] {
  const { reference, send, contact, text, printed, at, receivedAt, enteredBy } = filed;
  const isNew = 'FROM case_file WHERE reference = :reference AND send_id = :send AND version = 1';
  const once = `AND NOT EXISTS (SELECT 1 FROM case_event WHERE case_id = case_file.id)`;
  const people = Object.values(contact).filter((one) => one !== null);
  return [
    ...(printed === null
      ? []
      : [
          statement(
            `UPDATE printed_form SET used_at = :at WHERE reference = :reference AND used_at IS NULL
              AND EXISTS (SELECT 1 FROM case_file WHERE reference = :reference AND send_id = :send)`,
            { at, reference, send },
          ),
        ]),
    ...(people.length === 0
      ? []
      : [
          statement(
            `INSERT INTO case_contact (case_id, title, name, email, phone, post)
              SELECT id, :title, :name, :email, :phone, :post ${isNew} ${once}`,
            { ...contact, reference, send },
          ),
        ]),
    statement(`INSERT INTO case_search (rowid, words, people) SELECT id, :text, :people ${isNew} ${once}`, {
      text,
      people: people.join('\n'),
      reference,
      send,
    }),
    // The last one: the statements after it take effect only if it did.
    statement(
      `INSERT INTO case_event (case_id, kind, at, person_id) SELECT id, 'received', :receivedAt, :enteredBy ${isNew} ${once}`,
      { receivedAt, enteredBy, reference, send },
    ),
  ];
}

/** Right after the event that the case came in. */
function dangerRaised({ reference, at }: Filed): Statement[] {
  return [
    statement(
      `INSERT INTO case_danger (case_id, raised_at) SELECT id, :at FROM case_file
        WHERE reference = :reference AND changes() > 0`,
      { reference, at },
    ),
    statement(
      `INSERT INTO case_event (case_id, kind, at, detail)
        SELECT case_id, 'danger', :at, json_object('danger', case_danger.id)
        FROM case_danger JOIN case_file ON case_file.id = case_id WHERE reference = :reference AND changes() > 0`,
      { reference, at },
    ),
  ];
}
