import { can, isEmail, maxNameLength, nameOf, personByEmail } from '../access/access.ts';
import type { Console, Visit } from '../console/console.ts';
import { isConstraint } from '../database/database.ts';
import type { Form } from '../http/form.ts';
import type { FieldError } from '../pages/fields.ts';
import { invite } from '../sign-in/sign-in.ts';
import { invitePage, linkPage, peoplePage, roleInWords, type Typed } from './pages.ts';
import { appointmentFrom, errorsOf, noAppointment, typedAppointment, type TypedAppointment } from './appointment.ts';
import { alongside } from './granting.ts';
import { personRoutes } from './person-routes.ts';
import type { PersonRoutes } from './person-view.ts';
import { grants, listPeople, withPasswordRule } from './queries.ts';
import { scopeOf } from './scope.ts';

const people = { of: 'installation', action: 'people' } as const;
const path = '/console/people';

/** The maximum number of people in the list. The search finds the others. */
const maxListed = 200;

/** The pages where administrators decide who can sign in, and what they can do. */
export function peopleRoutes(frame: Console, options: PersonRoutes): void {
  frame.navItem({ group: 'Setup', label: 'People', href: (person) => (can(person, 'people') ? path : undefined) });
  frame.get(path, people, (visit) => showPeople(frame, options, visit));
  frame.get(`${path}/invite`, people, (visit) => showInvitation(frame, options, visit));
  frame.post(`${path}/invite`, people, (visit) => sendInvitation(frame, options, visit));
  personRoutes(frame, options);
}

async function showPeople(frame: Console, { db, passwordRule }: PersonRoutes, visit: Visit) {
  const { c, organization } = visit;
  const search = (c.req.query('q') ?? '').trim().slice(0, maxNameLength);
  const left = c.req.query('show') === 'left';
  const [found, all] = await Promise.all([listPeople(db, { search, left, most: maxListed + 1 }), grants(db)]);
  const rows = found.slice(0, maxListed).map((person) => ({
    ...withPasswordRule(passwordRule, person),
    roles: all.filter(({ personId }) => personId === person.id).map((grant) => roleInWords(grant, organization)),
  }));
  return frame.page(visit, peoplePage({ rows, search, left, isCut: found.length > maxListed, organization }));
}

interface RefusedInvitation {
  typed: Typed;
  appointed: TypedAppointment;
  errors: FieldError[];
  /** The id of the person who already has the email address. */
  known?: string | undefined;
}

function showInvitation(frame: Console, { passwordRule }: PersonRoutes, visit: Visit, refused?: RefusedInvitation) {
  const { typed = { name: '', email: '', role: '', scope: '' }, appointed = noAppointment } = refused ?? {};
  const { errors = [], known } = refused ?? {};
  const { onlyProvider } = passwordRule;
  const page = invitePage({ organization: visit.organization, typed, appointed, errors, known, onlyProvider });
  return frame.page(visit, page, refused ? 400 : 200);
}

async function sendInvitation(frame: Console, options: PersonRoutes, visit: Visit & { form: Form }) {
  const { c, form, organization, person: by } = visit;
  const { db, outbox, passwordRule } = options;
  const typed: Typed = {
    name: nameOf(form.text('name')),
    email: form.text('email').toLowerCase(),
    role: form.text('role'),
    scope: form.text('scope'),
  };
  const { name, email } = typed;
  const appointed = typedAppointment(form);
  const [scope, appointment] = [scopeOf(typed, organization), appointmentFrom(appointed, organization, visit.now)];
  const known = isEmail(email) ? await personByEmail(db, email) : undefined;
  const errors = [...errorsIn(typed), ...(known ? [taken] : []), ...errorsOf(scope, appointment)];
  if ('errors' in scope || 'errors' in appointment || errors.length > 0) {
    return showInvitation(frame, options, visit, { typed, appointed, errors, known: known?.id });
  }
  try {
    const { id, url } = await invite(
      options,
      { name, email, ...scope, ...appointment },
      by.id,
      outbox,
      // Their id is not known yet: it is made for the commit.
      (personId, grantedAt) => alongside(options, { personId, ...scope, grantedAt, grantedBy: by.id }),
    );
    if (url !== undefined) return await frame.page(visit, linkPage({ kind: 'invitation', id, name, email, url }));
    const invited = passwordRule.allows(email) ? 'invited' : 'invited-provider';
    return c.redirect(`${path}/${id}?notice=${outbox.hasServer ? invited : 'not-sent'}`, 303);
  } catch (error) {
    // Two invitations at the same moment: the second one finds the address taken.
    if (isTaken(error)) return showInvitation(frame, options, visit, { typed, appointed, errors: [taken] });
    throw error;
  }
}

function errorsIn({ name, email }: Typed): FieldError[] {
  const errors: FieldError[] = [];
  if (name === '' || name.length > maxNameLength) {
    errors.push({ at: 'name', message: `Enter a name of ${maxNameLength} characters or fewer.` });
  }
  if (!isEmail(email)) errors.push({ at: 'email', message: 'Enter an email address, such as name@example.gov.' });
  return errors;
}

const taken: FieldError = { at: 'email', message: 'Someone already has that email address.' };

/** The database's refusal may be wrapped in another error. */
function isTaken(error: unknown): boolean {
  return isConstraint(error) || (error instanceof Error && isConstraint(error.cause));
}
