import { asc, eq } from 'drizzle-orm';
import type { SQLiteColumn, SQLiteTable } from 'drizzle-orm/sqlite-core';
import { isoDay } from '@heart-survey/shared/dates';
import { kindNames, notesKey, readEvent, type CaseEvent, type CaseFile } from '../cases/cases.ts';
import type { Database } from '../database/database.ts';
import {
  caseAbout,
  caseAction,
  caseBreach,
  caseContact,
  caseDanger,
  caseEvent,
  caseHold,
  caseImprovement,
  caseLetter,
  caseMessage,
  caseReferral,
  employee,
  person,
} from '../database/schema.ts';
import { createOrganization } from '../org/org.ts';
import { notesAbout } from '../work/work.ts';

interface ExportOptions {
  /** Whether the names of staff are in it, and letters to others: for a records officer, not for the writer. */
  hasStaff: boolean;
  /** Milliseconds since the epoch. */
  now: number;
}

/** What the file says about itself. */
const notes = {
  writer:
    'Everything that is stored about this case. The writer’s own data is whole. Staff are called “staff”, the employees it is about are only counted, and letters to others are left out. Read it before you give it to anyone: texts and notes can name other people.',
  staff:
    'Everything that is stored about this case, with the names of staff, the employees it is about, and letters to others. It is for the agency’s own use, not for the writer.',
};

/** One case as JSON, for someone who asks what is stored about them. Times are in UTC. */
export async function exportCase(db: Database, file: CaseFile, { hasStaff, now }: ExportOptions): Promise<string> {
  const of = rowsOf(db, file.id);
  const [events, messages, letters, dangers, actions, improvements, referrals, breaches, holds, contacts] =
    await Promise.all([
      db.select().from(caseEvent).where(eq(caseEvent.caseId, file.id)).orderBy(asc(caseEvent.at), asc(caseEvent.id)),
      of(caseMessage, caseMessage.caseId),
      of(caseLetter, caseLetter.caseId),
      of(caseDanger, caseDanger.caseId),
      of(caseAction, caseAction.caseId),
      of(caseImprovement, caseImprovement.caseId),
      of(caseReferral, caseReferral.caseId),
      of(caseBreach, caseBreach.caseId),
      of(caseHold, caseHold.caseId),
      of(caseContact, caseContact.caseId),
    ]);
  const written = await notesAbout(db, notesKey(file));
  const names = new Map(
    (await db.select({ id: person.id, name: person.name }).from(person)).map((one) => [one.id, one.name]),
  );
  const who = (id: string | null) => (id === null ? null : hasStaff ? (names.get(id) ?? 'staff') : 'staff');
  const about = await db
    .select({ name: employee.name })
    .from(caseAbout)
    .innerJoin(employee, eq(employee.id, caseAbout.employeeId))
    .where(eq(caseAbout.caseId, file.id));
  const isToWriter = ({ messageId }: typeof caseLetter.$inferSelect) => messageId !== null;
  const content = {
    about: hasStaff ? notes.staff : notes.writer,
    exportedAt: moment(now),
    case: await caseOf(db, file),
    writer: contacts.map(({ title, name, email, phone, post }) => ({ title, name, email, phone, post }))[0] ?? null,
    messages: messages
      .toSorted((one, other) => one.at - other.at)
      .map(({ at, kind, way, text, personId }) => ({
        at: moment(at),
        from: who(personId) ?? 'writer',
        kind,
        way,
        text,
      })),
    letters: letters
      .filter((letter) => hasStaff || isToWriter(letter))
      .map(({ day, kind, language, content: json }) => ({
        day,
        kind,
        language,
        content: json && (JSON.parse(json) as unknown),
      })),
    notes: written.map(({ at, personId, text }) => ({ at: moment(at), from: who(personId), text })),
    dangers: dangers.map(({ raisedAt, outcome, outcomeOn, outcomeText }) => ({
      raisedAt: moment(raisedAt),
      outcome,
      outcomeOn,
      text: outcomeText,
    })),
    actions: actions.map(({ text, ownerId, dueOn, ending, outcome }) => ({
      text,
      owner: who(ownerId),
      dueOn,
      ending,
      outcome,
    })),
    improvements: improvements.map(({ answer, text }) => ({ answer, text })),
    referrals: referrals.map(({ agency, need, permission, permissionWay, followUpOn, outcome }) => ({
      agency,
      need,
      permission,
      permissionWay,
      followUpOn,
      outcome,
    })),
    breaches: breaches.map(({ isBreach, reason, personNotifiedOn, commissionerNotifiedOn }) => ({
      isBreach: isBreach === 1,
      reason,
      personNotifiedOn,
      commissionerNotifiedOn,
    })),
    holds: holds.map(({ placedAt, liftedAt, reason }) => ({
      ...{ placedAt: moment(placedAt), liftedAt: moment(liftedAt), ...(hasStaff ? { reason } : {}) },
    })),
    employees: hasStaff ? about.map(({ name }) => name) : about.length,
    history: events.map((row) => eventOf(readEvent(row), who)),
  };
  return `${JSON.stringify(content, null, 2)}\n`;
}

const moment = (at: number | null) => (at === null ? null : new Date(at).toISOString());

const rowsOf =
  (db: Database, caseId: number) =>
  <Table extends SQLiteTable>(table: Table, column: SQLiteColumn): Promise<Table['$inferSelect'][]> =>
    db.select().from(table).where(eq(column, caseId));

async function caseOf(db: Database, file: CaseFile) {
  const { departments, desks, regions } = await createOrganization(db)();
  const department = departments.find(({ id }) => id === file.departmentId)!;
  return {
    reference: file.reference,
    department: department.name,
    office: regions.find(({ id }) => id === file.regionId)?.name ?? null,
    desk: desks.find(({ id }) => id === file.deskId)?.name ?? null,
    kind: kindNames[file.kind],
    channel: file.channel,
    language: file.language,
    stage: file.stage,
    // Where only the date is known, no time is invented.
    received: file.isTimeHidden === 1 ? isoDay(file.receivedAt, department.zone) : moment(file.receivedAt),
    closed: moment(file.closedAt),
    due: file.dueOn,
    brokenPromises: file.breaches,
    text: file.text,
  };
}

/** What happened, without the numbers of rows and people, which say nothing to a reader. */
function eventOf(event: CaseEvent, who: (id: string | null) => string | null) {
  const { kind, at, personId } = event;
  const detail = event.kind === 'handed' ? { from: who(event.detail.from), to: who(event.detail.to) } : readable(event);
  return { at: moment(at), kind, by: who(personId), ...(detail === undefined ? {} : { detail }) };
}

function readable(event: CaseEvent): Record<string, unknown> | undefined {
  switch (event.kind) {
    case 'paused':
      return { category: event.detail.category };
    case 'extended':
    case 'kind changed':
    case 'committee offered':
    case 'outcome':
    case 'not satisfied':
    case 'breach decided':
    case 'person notified':
    case 'commissioner notified':
      return event.detail;
    default:
      return undefined;
  }
}
