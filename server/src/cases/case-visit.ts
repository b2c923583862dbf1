import { can } from '../access/access.ts';
import type { Console, Visit } from '../console/console.ts';
import type { Database } from '../database/database.ts';
import { inArray } from 'drizzle-orm';
import { person } from '../database/schema.ts';
import type { FieldError } from '../pages/fields.ts';
import type { Markup } from '../pages/page.ts';
import type { Typesetter } from '../reports/reports.ts';
import type { Outbox } from '../outbox/outbox.ts';
import { clocksOf } from './clocks.ts';
import { casePage, type CasePage } from './case-page.ts';
import { contactOf, dangersOf, employeesNamed, employeesOf, messagesOf, notesOf } from './detail-queries.ts';
import { officeOptions } from './offices.ts';
import { casesPath } from './paths.ts';
import { improvementsOf } from './improvements.ts';
import { possibleOwners } from './possible-owners.ts';
import { promisesOf } from './promises.ts';
import { seenCase } from './queries.ts';
import { eventsOf } from './read-clocks.ts';
import { secondStageOf } from './second-stage.ts';
import { seenEvents } from './seen-events.ts';
import { seerOf } from './sight.ts';
import { usualLetters } from './usual-letters.ts';

/** What the pages of one case need. */
export interface CaseRoutes {
  db: Database;
  outbox: Outbox;
  typesetter: Typesetter;
  /** What later features show of a case, in the order of the page. */
  beside: readonly CaseSection[];
  /** What later features say is left to do before a case is closed. Nothing of it keeps anyone from closing it. */
  closingChecks: readonly ((page: CasePage) => Promise<string[]>)[];
}

/** What a case's page is shown with. */
type Shown = Pick<CaseRoutes, 'beside' | 'closingChecks'>;

/** A part of a case's page. It shows the errors of its own forms. */
export type CaseSection = (visit: Visit, page: CasePage) => Promise<Markup | ''>;

/** The path of a case, with its parameter. */
export const oneCase = `${casesPath}/:reference`;

/** The case that the path names, as the visitor may see it; undefined if they may not. */
export async function findCase(db: Database, visit: Visit): Promise<CasePage | undefined> {
  const { c, person: reader, organization, now } = visit;
  const seer = seerOf(reader, organization);
  const file = await seenCase(db, seer, c.req.param('reference') ?? '');
  if (!file) return undefined;
  const department = organization.departments.find(({ id }) => id === file.departmentId)!;
  const desk = organization.desks.find(({ id }) => id === file.deskId)!;
  const [contact, messages, notes, events, promises, dangers, named, nameable, improvements] = await Promise.all([
    contactOf(db, file.id),
    messagesOf(db, file.id),
    notesOf(db, file),
    eventsOf(db, file.id).then((all) => seenEvents(db, seer, all)),
    promisesOf(db, department, file.rulesId),
    dangersOf(db, file.id),
    employeesNamed(db, file.id),
    employeesOf(db, department.id),
    improvementsOf(db, file.id),
  ]);
  const region = organization.regions.find(({ id }) => id === file.regionId);
  const clocks = clocksOf({ ...promises, channel: file.channel, events }, now);
  const usual = await usualLetters(db, { file, department, region, contact, clocks });
  const second = secondStageOf(events);
  const owners = await possibleOwners(db, file, named, second);
  const ids = [
    file.ownerId,
    ...events.map((one) => one.personId),
    ...handedIn(events),
    ...dangers.flatMap((one) => [one.raisedBy, one.outcomeBy]),
  ];
  const people = await namesOf(db, [...new Set(ids.filter((id) => id !== null))]);
  return {
    file,
    department,
    desk,
    desks: organization.desks,
    offices: new Map(organization.regions.map(({ id, name }) => [id, name])),
    departments: new Map(organization.departments.map(({ id, name }) => [id, name])),
    officeChoices: officeOptions(organization),
    region,
    contact,
    messages,
    notes,
    events,
    clocks,
    usual,
    dangers,
    named,
    nameable: nameable.filter(({ id }) => named.every((one) => one.id !== id)),
    employees: new Map(nameable.map(({ id, name }) => [id, name])),
    owners,
    second,
    improvements,
    people,
    owner: file.ownerId === null ? undefined : people.get(file.ownerId),
    isOwn: file.ownerId === null || file.ownerId === reader.id || can(reader, 'cases', { departmentId: department.id }),
    isTimeHidden: file.isTimeHidden === 1,
    readerId: reader.id,
    now,
  };
}

function handedIn(events: CasePage['events']): (string | null)[] {
  return events.flatMap((event) => (event.kind === 'handed' ? [event.detail.from, event.detail.to] : []));
}

async function namesOf(db: Database, ids: string[]): Promise<Map<string, string>> {
  if (ids.length === 0) return new Map();
  const rows = await db.select({ id: person.id, name: person.name }).from(person).where(inArray(person.id, ids));
  return new Map(rows.map(({ id, name }) => [id, name]));
}

/** Shows the case. */
export async function showCase(
  frame: Console,
  { beside, closingChecks }: Shown,
  visit: Visit,
  page: CasePage,
  status: 200 | 400 | 409 = 200,
): Promise<Response> {
  const [sections, left] = await Promise.all([
    Promise.all(beside.map((section) => section(visit, page))),
    Promise.all(closingChecks.map((check) => check(page))),
  ]);
  return frame.page(visit, casePage({ ...page, leftToDo: left.flat() }, sections), status);
}

/** Shows the case again, with what was wrong. */
export function showAgain(
  frame: Console,
  options: Shown,
  visit: Visit,
  page: CasePage,
  errors: FieldError[],
  typed: Readonly<Record<string, string>>,
  status: 400 | 409 = 400,
): Promise<Response> {
  return showCase(frame, options, visit, { ...page, errors, typed }, status);
}

/** What a form says if the case was changed after it was opened. */
const overtaken: FieldError[] = [
  {
    at: '',
    message:
      'Someone else changed this case while you were working on it. Your change was not saved. Read what is new, then try again.',
  },
];

/** Shows the case as someone else left it, with what was typed. */
export async function showOvertaken(
  frame: Console,
  options: Shown & Pick<CaseRoutes, 'db'>,
  visit: Visit,
  typed: Readonly<Record<string, string>> = {},
): Promise<Response> {
  const page = await findCase(options.db, visit);
  return page ? showAgain(frame, options, visit, page, overtaken, typed, 409) : frame.notFound(visit.c);
}
