import {
  audited,
  auditedIfChanged,
  endSecondFactorOf,
  invitationLetter,
  invite,
  isEmail,
  longestName,
  nameOf,
  newLink,
  personByEmail,
  resetLetter,
  roleNames,
  type LinkOptions,
} from '../access/access.ts';
import { grantInWords, type Console, type Visit } from '../console/console.ts';
import { commit, isConstraint, type Statement } from '../database/database.ts';
import type { Form } from '../http/form.ts';
import type { Mailer } from '../mail/mail.ts';
import { invitePage, linkPage, peoplePage, personPage, type Typed } from './pages.ts';
import { placedOf } from './place.ts';
import {
  endGrant,
  endWaysIn,
  grantRole,
  grants,
  listedPerson,
  listPeople,
  markLeft,
  markReturned,
  type Listed,
} from './queries.ts';

export interface PeopleRoutes extends LinkOptions {
  mail: Mailer;
}

const people = { of: 'installation', action: 'people' } as const;
const one = '/console/people/:person';

/** How many people the list shows at once; the search finds the others. */
const most = 200;

/** The administrators' pages of who may sign in, and what they may do. */
export function peopleRoutes(frame: Console, options: PeopleRoutes): void {
  const { db, baseUrl, mail } = options;
  frame.entry({
    label: 'People',
    href: ({ grants }) => (grants.some(({ role }) => role === 'administrator') ? '/console/people' : undefined),
  });

  frame.get('/console/people', people, async (visit) => {
    const { c, directory } = visit;
    const search = (c.req.query('q') ?? '').trim().slice(0, longestName);
    const left = c.req.query('show') === 'left';
    const [found, all] = await Promise.all([listPeople(db, { search, left, most: most + 1 }), grants(db)]);
    const rows = found.slice(0, most).map((person) => ({
      ...person,
      roles: all.filter(({ personId }) => personId === person.id).map((grant) => grantInWords(grant, directory)),
    }));
    return frame.page(visit, peoplePage({ rows, search, left, isCut: found.length > most, zone: zoneOf(visit) }));
  });

  frame.get('/console/people/invite', people, (visit) =>
    frame.page(visit, invitePage({ directory: visit.directory, typed: emptyForm, mistakes: [] })),
  );

  frame.post('/console/people/invite', people, async (visit) => {
    const { c, form, directory, person: by } = visit;
    const typed: Typed = {
      name: nameOf(form.text('name')),
      email: form.text('email').toLowerCase(),
      role: form.text('role'),
      place: form.text('place'),
    };
    const { name, email } = typed;
    const placed = placedOf(form, directory);
    const known = isEmail(email) ? await personByEmail(db, email) : undefined;
    const mistakes = [
      ...(name === '' || name.length > longestName
        ? [{ at: 'name', says: `Say their name, in at most ${longestName} characters.` }]
        : []),
      ...(isEmail(email) ? [] : [{ at: 'email', says: 'Give their e-mail address, such as name@example.gov.' }]),
      ...(known ? [{ at: 'email', says: taken }] : []),
      ...('mistakes' in placed ? placed.mistakes : []),
    ];
    const refuse = (mistakes: { at: string; says: string }[]) =>
      frame.page(visit, invitePage({ directory, typed, mistakes, known: known?.id }), 400);
    if ('mistakes' in placed || mistakes.length > 0) return refuse(mistakes);
    try {
      const { id, url } = await invite(options, { name, email, ...placed }, by.id);
      const role = grantInWords(placed, directory);
      const letter = invitationLetter({ to: { name, email }, url, baseUrl, by: by.name, role });
      if ((await mail(letter)).kind === 'sent') return c.redirect(`/console/people/${id}?said=invited`, 303);
      return frame.page(visit, linkPage({ kind: 'invitation', id, name, email, url }));
    } catch (error) {
      // Twice at the same moment: the second finds the address taken.
      if (isTaken(error)) return refuse([{ at: 'email', says: taken }]);
      throw error;
    }
  });

  /** The person of the path; undefined where there is none. */
  const personOf = async ({ c }: Visit) => listedPerson(db, c.req.param('person') ?? '');

  const show = async (visit: Visit, person: Listed, mistakes: { at: string; says: string }[] = []) => {
    const { c, directory } = visit;
    const own = await grants(db, person.id);
    const roles = own.map((grant) => ({ id: grant.id, role: grant.role, words: grantInWords(grant, directory) }));
    const said = mistakes.length > 0 ? undefined : c.req.query('said');
    const isSelf = person.id === visit.person.id;
    const shown = { person, roles, directory, isSelf, said, mistakes, zone: zoneOf(visit) };
    return frame.page(visit, personPage(shown), mistakes.length > 0 ? 400 : 200);
  };

  frame.get(one, people, async (visit) => {
    const person = await personOf(visit);
    return person ? show(visit, person) : frame.notFound(visit.c);
  });

  /** Does something to the person of the path; what changed nothing is told so. */
  const change = (
    path: string,
    does: (visit: Visit & { form: Form }, person: Listed) => Promise<Response> | Response,
  ) =>
    frame.post(`${one}${path}`, people, async (visit) => {
      const person = await personOf(visit);
      return person ? does(visit, person) : frame.notFound(visit.c);
    });
  const back = ({ c }: Visit, { id }: Listed, said: string) => c.redirect(`/console/people/${id}?said=${said}`, 303);

  change('/invitation', async (visit, person) => {
    const { now, person: by, directory } = visit;
    if (person.leftAt !== null) return show(visit, person, [{ at: '', says: leftAlready }]);
    const kind = person.hasPassword ? 'reset' : 'invitation';
    const { url, statements } = newLink(options, kind, person.id);
    const action = kind === 'reset' ? 'password reset sent' : 'person invited again';
    await commit(db, [...statements, audited({ personId: by.id, action, subject: person.email }, now)]);
    const own = (await grants(db, person.id)).map((grant) => grantInWords(grant, directory));
    const occasion = { to: person, url, baseUrl, by: by.name };
    const role = own.join(', ') || 'somebody whose role an administrator will say';
    const letter = kind === 'reset' ? resetLetter(occasion) : invitationLetter({ ...occasion, role });
    if ((await mail(letter)).kind === 'sent') return back(visit, person, kind === 'reset' ? 'reset' : 'invited');
    return frame.page(visit, linkPage({ kind, ...person, url }));
  });

  change('/roles', async (visit, person) => {
    const { form, directory, now, person: by } = visit;
    const placed = placedOf(form, directory);
    if ('mistakes' in placed) return show(visit, person, placed.mistakes);
    if (person.leftAt !== null) return show(visit, person, [{ at: '', says: leftAlready }]);
    await commit(db, [
      grantRole({ personId: person.id, ...placed, grantedAt: now, grantedBy: by.id }),
      auditedIfChanged(roleDeed('role granted', by.id, person, placed), now),
    ]);
    return back(visit, person, 'granted');
  });

  change('/roles/:grant/end', async (visit, person) => {
    const { c, now, person: by } = visit;
    const grant = (await grants(db, person.id)).find(({ id }) => String(id) === c.req.param('grant'));
    if (!grant) return frame.notFound(c);
    if (person.id === by.id && grant.role === 'administrator') return show(visit, person, [{ at: '', says: ownRole }]);
    const end = endGrant({ id: grant.id, personId: person.id, at: now, by: by.id });
    const changed = await changes([end, auditedIfChanged(roleDeed('role ended', by.id, person, grant), now)]);
    return changed ? back(visit, person, 'ended') : show(visit, person, [{ at: '', says: lastAdministrator }]);
  });

  change('/leave', async (visit, person) => {
    const { now, person: by } = visit;
    if (person.id === by.id) return show(visit, person, [{ at: '', says: ownAccess }]);
    if (person.leftAt !== null) return back(visit, person, 'left');
    const deed = { personId: by.id, action: 'access ended', subject: person.email };
    const changed = await changes([
      markLeft(person.id, now),
      auditedIfChanged(deed, now),
      ...endWaysIn(person.id, now),
    ]);
    return changed ? back(visit, person, 'left') : show(visit, person, [{ at: '', says: lastAdministrator }]);
  });

  change('/return', async (visit, person) => {
    const { now, person: by } = visit;
    const deed = { personId: by.id, action: 'access given back', subject: person.email };
    await commit(db, [markReturned(person.id, now), auditedIfChanged(deed, now)]);
    return back(visit, person, 'returned');
  });

  change('/second-factor/end', async (visit, person) => {
    const { now, person: by } = visit;
    const deed = { personId: by.id, action: 'second factor ended', subject: person.email };
    await commit(db, [...endSecondFactorOf(person.id), auditedIfChanged(deed, now)]);
    return back(visit, person, 'factor-ended');
  });

  /** Whether the first of the statements changed anything. */
  const changes = async (statements: Statement[]) => (await commit(db, statements))[0]!.rowsAffected > 0;
}

const emptyForm: Typed = { name: '', email: '', role: '', place: '' };

const taken = 'Somebody has that e-mail address already.';
const leftAlready = 'Their access has ended. Let them back in first.';
const ownAccess = 'You cannot end your own access. Another administrator can.';
const ownRole = 'You cannot end your own role of administrator. Another administrator can.';
const lastAdministrator =
  'This is the last administrator, and without one nobody could be invited. Make somebody else an administrator first.';

function roleDeed(
  action: string,
  by: string,
  { email }: Listed,
  { role, departmentId }: { role: keyof typeof roleNames; departmentId: number | null },
) {
  return { personId: by, action, subject: email, departmentId: departmentId ?? undefined, detail: { role } };
}

/** The database's refusal may come wrapped. */
function isTaken(error: unknown): boolean {
  return isConstraint(error) || (error instanceof Error && isConstraint(error.cause));
}

/** In whose days dates are said. */
function zoneOf({ directory }: Visit): string {
  return directory.departments[0]?.zone ?? 'UTC';
}
