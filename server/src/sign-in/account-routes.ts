import { audited } from '../audit/audit.ts';
import { endLinksOf } from './link-queries.ts';
import { endSessionsOf, hasPassword, idTokenOf, openSessions } from './queries.ts';
import { signOut, changePassword, maxIdleTime, maxSessionAge } from './auth.ts';
import type { Person } from '../access/access.ts';
import { commit } from '../database/database.ts';
import { accountPage, accountPath } from './account-pages.ts';
import { requirePassword, type ShowAccount, type WithPassword } from './confirm-password.ts';
import type { Console, TodayItem, Visit } from '../console/console.ts';
import { setCookies, type SignInOptions } from './endpoint.ts';
import type { Form } from '../http/form.ts';
import type { Markup } from '../pages/page.ts';
import { newPasswordErrors } from './new-password.ts';
import { afterSignOut } from './sign-out.ts';
import { secondFactorRoutes } from './second-factor-routes.ts';

const everyone = { of: 'everyone' } as const;

/** A section of a later feature on the account page. */
export type AccountSection = (visit: Visit) => Promise<Markup>;

/** People's own account: password, two-step verification, and sessions. */
export function accountRoutes(frame: Console, options: SignInOptions, beside: AccountSection[] = []): void {
  const show = showAccount(frame, options, beside);
  const withPassword = requirePassword(options, show);
  frame.get(accountPath, everyone, (visit) => show(visit));
  frame.post(`${accountPath}/password`, everyone, changeOwnPassword(options, show, withPassword));
  frame.post(`${accountPath}/sign-out-everywhere`, everyone, signOutEverywhere(options));
  secondFactorRoutes(frame, options, withPassword);
  frame.today(suggestSecondFactor(options));
}

async function usesPassword({ db, passwordRule }: SignInOptions, { id, email }: Person): Promise<boolean> {
  return passwordRule.allows(email) && hasPassword(db, id);
}

function showAccount(frame: Console, options: SignInOptions, beside: AccountSection[]): ShowAccount {
  return async (visit, errors = []) => {
    const { person, now, c, organization } = visit;
    const after = { startedAt: now - maxSessionAge, seenAt: now - maxIdleTime };
    const [sessions, isWithPassword, sections] = await Promise.all([
      openSessions(options.db, person.id, after),
      usesPassword(options, person),
      Promise.all(beside.map((section) => section(visit))),
    ]);
    const hasProblem = errors.length > 0;
    const shown = accountPage({
      person,
      organization,
      sessions,
      hasPassword: isWithPassword,
      provider: options.provider?.name,
      notice: hasProblem ? undefined : c.req.query('notice'),
      errors,
      beside: sections,
    });
    return frame.page(visit, shown, hasProblem ? 400 : 200);
  };
}

function changeOwnPassword({ db, signIn }: SignInOptions, show: ShowAccount, withPassword: WithPassword) {
  return async (visit: Visit & { form: Form }) => {
    const { c, person, form, now } = visit;
    const errors = newPasswordErrors(form, [person.email, person.name]);
    if (errors.length > 0) return show(visit, errors);
    return withPassword(visit, 'current', async () => {
      const cookies = await changePassword(signIn, c.req.raw.headers, form.raw('current'), form.raw('password'));
      if (!cookies) return 'wrong';
      await commit(db, [
        endLinksOf(person.id, now),
        audited({ personId: person.id, action: 'password changed', subject: person.email }, now),
      ]);
      setCookies(c, cookies);
      return c.redirect(`${accountPath}?notice=password`, 303);
    });
  };
}

function signOutEverywhere({ db, signIn, provider }: SignInOptions) {
  return async ({ c, person, sessionId, now }: Visit) => {
    const idToken = await idTokenOf(db, sessionId);
    const answer = await signOut(signIn, c.req.raw.headers);
    await commit(db, [
      endSessionsOf(person.id),
      audited({ personId: person.id, action: 'signed out everywhere', subject: person.email }, now),
    ]);
    setCookies(c, answer.headers.getSetCookie());
    return afterSignOut(c, provider, idToken, 'everywhere');
  };
}

/** Asks people with far-reaching roles to set up two-step verification. */
function suggestSecondFactor(options: SignInOptions) {
  return async ({ person }: Visit): Promise<TodayItem[]> => {
    const hasWideAccess = person.grants.some(({ role }) => role !== 'ambassador' && role !== 'junior');
    if (!hasWideAccess || person.hasSecondFactor || !(await usesPassword(options, person))) return [];
    const message =
      'You sign in with only a password, and your role gives you wide access. With two-step verification, a stolen password is not enough to sign in. Setting it up takes two minutes.';
    const href = `${accountPath}#two-step-verification`;
    return [{ message, href, link: 'Set up two-step verification' }];
  };
}
