import { commitChange } from '../audit/audit.ts';
import { can, longestName, nameOf, newToken, type Person, type TokenScope } from '../access/access.ts';
import type { Console, Visit } from '../console/console.ts';
import type { Database } from '../database/database.ts';
import { findBySlug, type Department } from '../org/org.ts';
import { allTokensPage, madePage, tokensPage, type TypedToken } from './pages.ts';
import { revokeToken, tokensOf } from './queries.ts';

export interface TokenRoutes {
  db: Database;
  /** Where the API is. */
  baseUrl: string;
}

const path = '/console/tokens';
/** Everybody's, for whoever sees to people. */
const all = `${path}/all`;
const overseeing = { of: 'installation', action: 'people' } as const;
const everyone = { of: 'everyone' } as const;
/** More than anybody looks after. */
const most = 20;

/** One's own bearer tokens for the API. */
export function tokenRoutes(frame: Console, { db, baseUrl }: TokenRoutes): void {
  frame.navItem({
    group: 'Setup',
    label: 'API',
    href: (person) => (mayHaveTokens(person) ? path : can(person, 'people') ? all : undefined),
  });

  const list = async (visit: Visit, mistakes: { at: string; message: string }[] = [], typed: TypedToken = {}) => {
    const own = await tokensOf(db, visit.person.id);
    const departments = departmentsOf(visit);
    const notice = visit.c.req.query('notice') === 'revoked';
    return frame.page(
      visit,
      tokensPage({ own, departments, mistakes, typed, notice }),
      mistakes.length > 0 ? 400 : 200,
    );
  };

  frame.get(path, everyone, async (visit) => {
    // Whose grants have ended may still take back what they made.
    const isTheirs = mayHaveTokens(visit.person) || (await tokensOf(db, visit.person.id)).length > 0;
    return isTheirs ? list(visit) : frame.notFound(visit.c);
  });

  frame.get(all, overseeing, async (visit) => {
    const notice = visit.c.req.query('notice') === 'revoked';
    return frame.page(visit, allTokensPage({ tokens: await tokensOf(db), notice }));
  });

  frame.post(path, everyone, async (visit) => {
    const { person, form, now, c } = visit;
    if (!mayHaveTokens(person)) return frame.notFound(c);
    const typed = { name: nameOf(form.text('name')), scope: form.text('scope'), department: form.text('department') };
    const department = findBySlug(departmentsOf(visit), typed.department);
    const own = await tokensOf(db, person.id);
    const mistakes = [
      ...(typed.name === '' || typed.name.length > longestName
        ? [{ at: 'name', message: `Say what it is for, in at most ${longestName} characters.` }]
        : []),
      ...(isScope(typed.scope) ? [] : [{ at: 'scope', message: 'Choose what it opens.' }]),
      ...(typed.department !== '' && department === undefined
        ? [{ at: 'department', message: 'Choose one of your departments, or all of them.' }]
        : []),
      ...(own.length >= most
        ? [{ at: '', message: `You have ${most} tokens. Revoke one that is not used any more.` }]
        : []),
    ];
    if (mistakes.length > 0 || !isScope(typed.scope)) return list(visit, mistakes, typed);
    const { token, change, entry } = newToken(
      { name: typed.name, personId: person.id, scope: typed.scope, departmentId: department?.id ?? null },
      now,
    );
    if (!(await commitChange(db, change, entry))) return frame.notFound(c);
    return frame.page(visit, madePage({ token, name: typed.name, baseUrl }));
  });

  const revoke = async ({ c, person, now }: Visit, back: string, whose?: string) => {
    const id = Number(c.req.param('token'));
    if (!Number.isSafeInteger(id)) return frame.notFound(c);
    const entry = { at: now, personId: person.id, action: 'token revoked', subject: String(id) };
    const isRevoked = await commitChange(db, revokeToken(id, now, whose), entry);
    return isRevoked ? c.redirect(`${back}?notice=revoked`, 303) : frame.notFound(c);
  };
  frame.post(`${path}/:token/revocation`, everyone, (visit) => revoke(visit, path, visit.person.id));
  frame.post(`${all}/:token/revocation`, overseeing, (visit) => revoke(visit, all));
}

const isScope = (text: string): text is TokenScope => text === 'averages' || text === 'responses';

/** Those who may take figures away by the console may do so by the API. */
function mayHaveTokens(person: Person): boolean {
  return can(person, 'closed results') || person.grants.some(({ departmentId }) => mayExport(person, departmentId));
}

function mayExport(person: Person, departmentId: number | null): boolean {
  return departmentId !== null && can(person, 'exports', { departmentId });
}

function departmentsOf({ person, directory }: Visit): Department[] {
  return directory.departments.filter(({ id }) => can(person, 'closed results') || mayExport(person, id));
}
