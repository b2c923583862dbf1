import { can, isEmail, longestName, nameOf, personByEmail } from '../access/access.ts';
import { invite } from '../sign-in/sign-in.ts';
import { grantInWords, type Console } from '../console/console.ts';
import type { FieldMistake } from '../pages/fields.ts';
import { isConstraint } from '../database/database.ts';
import { invitePage, linkPage, peoplePage, type Typed } from './pages.ts';
import { personRoutes, type PersonRoutes } from './person-routes.ts';
import { scopeOf } from './scope.ts';
import { grants, listPeople, withPasswordRule } from './queries.ts';

const people = { of: 'installation', action: 'people' } as const;

/** How many people the list shows at once; the search finds the others. */
const most = 200;

/** The administrators' pages of who may sign in, and what they may do. */
export function peopleRoutes(frame: Console, options: PersonRoutes): void {
  const { db, outbox, passwordRule } = options;
  frame.navItem({
    group: 'Setup',
    label: 'People',
    href: (person) => (can(person, 'people') ? '/console/people' : undefined),
  });

  frame.get('/console/people', people, async (visit) => {
    const { c, directory } = visit;
    const search = (c.req.query('q') ?? '').trim().slice(0, longestName);
    const left = c.req.query('show') === 'left';
    const [found, all] = await Promise.all([listPeople(db, { search, left, most: most + 1 }), grants(db)]);
    const rows = found.slice(0, most).map((person) => ({
      ...withPasswordRule(passwordRule, person),
      roles: all.filter(({ personId }) => personId === person.id).map((grant) => grantInWords(grant, directory)),
    }));
    return frame.page(visit, peoplePage({ rows, search, left, isCut: found.length > most, directory }));
  });

  frame.get('/console/people/invite', people, (visit) =>
    frame.page(
      visit,
      invitePage({
        directory: visit.directory,
        typed: emptyForm,
        mistakes: [],
        onlyProvider: passwordRule.onlyProvider,
      }),
    ),
  );

  frame.post('/console/people/invite', people, async (visit) => {
    const { c, form, directory, person: by } = visit;
    const typed: Typed = {
      name: nameOf(form.text('name')),
      email: form.text('email').toLowerCase(),
      role: form.text('role'),
      scope: form.text('scope'),
    };
    const { name, email } = typed;
    const placed = scopeOf(typed, directory);
    const known = isEmail(email) ? await personByEmail(db, email) : undefined;
    const mistakes = [
      ...(name === '' || name.length > longestName
        ? [{ at: 'name', message: `Say their name, in at most ${longestName} characters.` }]
        : []),
      ...(isEmail(email) ? [] : [{ at: 'email', message: 'Give their e-mail address, such as name@example.gov.' }]),
      ...(known ? [{ at: 'email', message: taken }] : []),
      ...('mistakes' in placed ? placed.mistakes : []),
    ];
    const refuse = (mistakes: FieldMistake[]) =>
      frame.page(
        visit,
        invitePage({ directory, typed, mistakes, known: known?.id, onlyProvider: passwordRule.onlyProvider }),
        400,
      );
    if ('mistakes' in placed || mistakes.length > 0) return refuse(mistakes);
    try {
      const { id, url } = await invite(options, { name, email, ...placed }, by.id, outbox);
      if (url !== undefined) return frame.page(visit, linkPage({ kind: 'invitation', id, name, email, url }));
      const invited = passwordRule.allows(email) ? 'invited' : 'invited-provider';
      return c.redirect(`/console/people/${id}?notice=${outbox.hasServer ? invited : 'not-sent'}`, 303);
    } catch (error) {
      // Twice at the same moment: the second finds the address taken.
      if (isTaken(error)) return refuse([{ at: 'email', message: taken }]);
      throw error;
    }
  });

  personRoutes(frame, options);
}

const emptyForm: Typed = { name: '', email: '', role: '', scope: '' };

const taken = 'Somebody has that e-mail address already.';

/** The database's refusal may come wrapped. */
function isTaken(error: unknown): boolean {
  return isConstraint(error) || (error instanceof Error && isConstraint(error.cause));
}
