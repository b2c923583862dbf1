import { audit, audited } from '../audit/audit.ts';
import { endLinksOf } from './link-queries.ts';
import { endSessionsOf, hasPassword, idTokenOf, openSessions } from './queries.ts';
import { signOut, changePassword, longestPause, longestSession } from './auth.ts';
import type { Person } from '../access/access.ts';
import { commit } from '../database/database.ts';
import { accountPage } from './account-pages.ts';
import type { Console, Visit } from '../console/console.ts';
import { giveCookies, unlessCrowded, waiting, type SignInOptions } from './endpoint.ts';
import type { FieldMistake } from '../pages/fields.ts';
import { newPasswordMistakes } from './new-password.ts';
import { afterSignOut } from './sign-out.ts';
import { secondFactorRoutes, type WithPassword } from './second-factor-routes.ts';

const here = '/console/account';

/** What people see and change of their own way in. */
export function accountRoutes(frame: Console, options: SignInOptions): void {
  const { db, signIn, attempts, provider, passwordRule } = options;
  const passwordOf = async ({ id, email }: Person) => passwordRule.allows(email) && hasPassword(db, id);
  const everyone = { of: 'everyone' } as const;

  const show = async (visit: Visit, mistakes: FieldMistake[] = []) => {
    const { person, now, c, directory } = visit;
    const after = { startedAt: now - longestSession, seenAt: now - longestPause };
    const [sessions, isWithPassword] = await Promise.all([openSessions(db, person.id, after), passwordOf(person)]);
    const notice = mistakes.length > 0 ? undefined : c.req.query('notice');
    const shown = {
      person,
      directory,
      sessions,
      hasPassword: isWithPassword,
      provider: provider?.name,
      notice,
      mistakes,
    };
    return frame.page(visit, accountPage(shown), mistakes.length > 0 ? 400 : 200);
  };

  /** Counts a try at the visitor's own password, so that nobody guesses it at a browser that was left open. */
  const withPassword: WithPassword = async (visit, field, take) => {
    const { c, person } = visit;
    if (!passwordRule.allows(person.email)) return show(visit, [{ at: '', message: passwordsAreOff }]);
    const attempt = attempts(c, 'password', person.email);
    if (attempt.wait !== null) return waiting(c, attempt.wait);
    const { forgive } = attempt;
    const answer = async () => {
      const taken = await take();
      if (taken === 'wrong') {
        await audit(db, { personId: person.id, action: 'password refused', subject: person.email }, visit.now);
        return show(visit, [{ at: field, message: 'That is not your password.' }]);
      }
      forgive();
      return taken;
    };
    return unlessCrowded(c, answer, forgive);
  };

  frame.get(here, everyone, (visit) => show(visit));

  frame.post(`${here}/password`, everyone, async (visit) => {
    const { c, person, form, now } = visit;
    const mistakes = newPasswordMistakes(form, [person.email, person.name]);
    if (mistakes.length > 0) return show(visit, mistakes);
    const take = async () => {
      const cookies = await changePassword(signIn, c.req.raw.headers, form.raw('current'), form.raw('password'));
      if (!cookies) return 'wrong';
      await commit(db, [
        endLinksOf(person.id, now),
        audited({ personId: person.id, action: 'password changed', subject: person.email }, now),
      ]);
      giveCookies(c, cookies);
      return c.redirect(`${here}?notice=password`, 303);
    };
    return withPassword(visit, 'current', take);
  });

  frame.post(`${here}/sign-out-everywhere`, everyone, async ({ c, person, sessionId, now }) => {
    const idToken = await idTokenOf(db, sessionId);
    const answer = await signOut(signIn, c.req.raw.headers);
    await commit(db, [
      endSessionsOf(person.id),
      audited({ personId: person.id, action: 'signed out everywhere', subject: person.email }, now),
    ]);
    giveCookies(c, answer.headers.getSetCookie());
    return afterSignOut(c, provider, idToken, 'everywhere');
  });

  secondFactorRoutes(frame, options, withPassword);

  frame.today(async ({ person }) => {
    const isTrusted = person.grants.some(({ role }) => role !== 'ambassador' && role !== 'junior');
    if (!isTrusted || person.hasSecondFactor || !(await passwordOf(person))) return [];
    const message =
      'You sign in with a password alone, and what you may do here reaches far. With a second step, nobody gets in who only knows your password. It takes two minutes.';
    return [{ message, href: `${here}#second-step`, link: 'Set up the second step' }];
  });
}

const passwordsAreOff = 'Passwords are switched off here. You sign in with your agency’s own sign-in.';
