import type { Console, Visit } from '../console/console.ts';
import { emailPath } from '../email-log/email-log.ts';
import type { FieldError } from '../pages/fields.ts';
import { causeOf, latestAbout, type Outbox } from '../outbox/outbox.ts';
import type { LinkOptions } from '../sign-in/sign-in.ts';
import { noAppointment, type TypedAppointment } from './appointment.ts';
import type { GrantingOptions } from './granting.ts';
import { roleInWords } from './pages.ts';
import { personPage } from './person-page.ts';
import { employeeOf, grants, type Listed } from './queries.ts';

export interface PersonRoutes extends LinkOptions, GrantingOptions {
  outbox: Outbox;
  /** The name of the agency's own sign-in, if there is one. */
  provider: string | undefined;
}

/** A visit to one person's page. */
export interface PersonVisit {
  frame: Console;
  options: PersonRoutes;
  visit: Visit;
  /** Whose page it is. */
  person: Listed;
}

interface Refused {
  errors: FieldError[];
  /** What was entered in the form for another role. */
  typed?: { role: string; scope: string };
  appointed?: TypedAppointment;
  status?: 400 | 409;
}

/** The page of one person, or the same page with the problems of a form that was rejected. */
export async function showPerson({ frame, options, visit, person }: PersonVisit, refused?: Refused) {
  const { db, baseUrl, outbox, provider, passwordRule } = options;
  const { errors = [], typed = { role: '', scope: '' }, appointed = noAppointment, status = 400 } = refused ?? {};
  const [own, employee] = await Promise.all([grants(db, person.id), employeeOf(db, person.id)]);
  const page = personPage({
    person,
    employee,
    roles: own.map((grant) => ({ ...grant, words: roleInWords(grant, visit.organization) })),
    organization: visit.organization,
    isSelf: person.id === visit.person.id,
    notice: refused ? undefined : visit.c.req.query('notice'),
    typed,
    appointed,
    errors,
    baseUrl,
    draft: outbox.hasServer ? undefined : await draftFor(options, person),
    provider,
    onlyProvider: passwordRule.allows(person.email) ? undefined : passwordRule.onlyProvider,
  });
  return frame.page(visit, page, refused ? status : 200);
}

/** The person's page with a problem that belongs to no field. */
export function refuse(visit: PersonVisit, message: string, status: 400 | 409 = 400) {
  return showPerson(visit, { errors: [{ at: '', message }], status });
}

/** Returns to the person's page with a notice. */
export function backTo({ visit, person }: PersonVisit, notice: string): Response {
  return visit.c.redirect(`/console/people/${person.id}?notice=${notice}`, 303);
}

/** The address of the latest email to the person, for an administrator to send by hand. */
async function draftFor({ db }: PersonRoutes, { id }: Listed): Promise<string | undefined> {
  const cause = causeOf('person', id);
  const drafts = await Promise.all(['invitation', 'reset'].map((kind) => latestAbout(db, kind, cause)));
  const [latest] = drafts.filter((draft) => draft !== undefined).toSorted((a, b) => b.createdAt - a.createdAt);
  return latest && emailPath(latest);
}
