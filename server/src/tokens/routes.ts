import { commitChange } from '../audit/audit.ts';
import { can, maxNameLength, nameOf, newToken, type Person, type TokenScope } from '../access/access.ts';
import type { Console, Visit } from '../console/console.ts';
import type { Database } from '../database/database.ts';
import type { Form } from '../http/form.ts';
import { findBySlug, type Department } from '../org/org.ts';
import type { FieldError } from '../pages/fields.ts';
import { allTokensPage, newTokenPage, tokensPage, type TypedToken } from './pages.ts';
import { revokeToken, tokensOf } from './queries.ts';

export interface TokenRoutes {
  db: Database;
  /** The address of the API. */
  baseUrl: string;
}

const path = '/console/tokens';
/** Everyone's tokens, for administrators. */
const allPath = `${path}/all`;
const administrators = { of: 'installation', action: 'people' } as const;
const everyone = { of: 'everyone' } as const;
/** How many tokens one person may have: more than they could keep track of. */
const maxTokens = 20;

/** The API tokens of each person, and of everyone for administrators. */
export function tokenRoutes(frame: Console, options: TokenRoutes): void {
  frame.navItem({
    group: 'Setup',
    label: 'API',
    href: (person) => (mayHaveTokens(person) ? path : can(person, 'people') ? allPath : undefined),
  });
  const { db } = options;
  frame.get(path, everyone, showOwn(frame, db));
  frame.post(path, everyone, createToken(frame, options));
  frame.post(`${path}/:token/revocation`, everyone, (visit) => revoke(frame, db, visit, path, visit.person.id));
  frame.get(allPath, administrators, showAll(frame, db));
  frame.post(`${allPath}/:token/revocation`, administrators, (visit) => revoke(frame, db, visit, allPath));
}

function showOwn(frame: Console, db: Database) {
  return async (visit: Visit) => {
    const own = await tokensOf(db, visit.person.id);
    // People who have lost their roles can still revoke their tokens.
    if (own.length === 0 && !mayHaveTokens(visit.person)) return frame.notFound(visit.c);
    return frame.page(visit, tokensPage({ own, departments: departmentsOf(visit), isRevoked: isRevoked(visit) }));
  };
}

function showAll(frame: Console, db: Database) {
  return async (visit: Visit) =>
    frame.page(visit, allTokensPage({ tokens: await tokensOf(db), isRevoked: isRevoked(visit) }));
}

/** Whether the page is shown after a token was revoked. */
const isRevoked = ({ c }: Visit) => c.req.query('notice') === 'revoked';

function createToken(frame: Console, { db, baseUrl }: TokenRoutes) {
  return async (visit: Visit & { form: Form }) => {
    const { person, form, now, c } = visit;
    if (!mayHaveTokens(person)) return frame.notFound(c);
    const typed = { name: nameOf(form.text('name')), scope: form.text('scope'), department: form.text('department') };
    const departments = departmentsOf(visit);
    const own = await tokensOf(db, person.id);
    const errors = errorsIn(typed, departments, own.length);
    if (errors.length > 0 || !isScope(typed.scope)) {
      return frame.page(visit, tokensPage({ own, departments, errors, typed }), 400);
    }
    const departmentId = findBySlug(departments, typed.department)?.id ?? null;
    const { token, change, entry } = newToken(
      { name: typed.name, personId: person.id, scope: typed.scope, departmentId },
      now,
    );
    if (!(await commitChange(db, change, entry))) return frame.notFound(c);
    return frame.page(visit, newTokenPage({ token, name: typed.name, baseUrl }));
  };
}

function errorsIn(
  { name, scope, department }: Required<TypedToken>,
  departments: Department[],
  count: number,
): FieldError[] {
  const isKnown = department === '' || departments.some(({ slug }) => slug === department);
  return [
    ...(name === '' || name.length > maxNameLength
      ? [{ at: 'name', message: `Enter a name of no more than ${maxNameLength} characters.` }]
      : []),
    ...(isScope(scope) ? [] : [{ at: 'scope', message: 'Choose what the token can read.' }]),
    ...(isKnown ? [] : [{ at: 'department', message: 'Choose one of your departments, or all of them.' }]),
    ...(count >= maxTokens
      ? [{ at: '', message: `You already have ${maxTokens} tokens. Revoke one that you no longer use.` }]
      : []),
  ];
}

/** @param owner if set, only this person's token is revoked. */
async function revoke(frame: Console, db: Database, { c, person, now }: Visit, back: string, owner?: string) {
  const id = Number(c.req.param('token'));
  if (!Number.isSafeInteger(id)) return frame.notFound(c);
  const entry = { at: now, personId: person.id, action: 'token revoked', subject: String(id) };
  const hasRevoked = await commitChange(db, revokeToken(id, now, owner), entry);
  return hasRevoked ? c.redirect(`${back}?notice=revoked`, 303) : frame.notFound(c);
}

const isScope = (text: string): text is TokenScope => text === 'averages' || text === 'responses';

/** People who may export figures in the console may do so with the API too. */
function mayHaveTokens(person: Person): boolean {
  return can(person, 'closed results') || person.grants.some(({ departmentId }) => mayExport(person, departmentId));
}

function mayExport(person: Person, departmentId: number | null): boolean {
  return departmentId !== null && can(person, 'exports', { departmentId });
}

function departmentsOf({ person, organization }: Visit): Department[] {
  return organization.departments.filter(({ id }) => can(person, 'closed results') || mayExport(person, id));
}
