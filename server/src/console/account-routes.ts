import type { Context } from 'hono';
import { audit, audited, endLinks, endSessionsOf, hasPassword, signOut } from '../access/access.ts';
import { openSessions } from '../access/queries.ts';
import {
  appSecretOf,
  backupCodesOf,
  confirmSecondFactor,
  endSecondFactor,
  startSecondFactor,
} from '../access/second-factor.ts';
import { changePassword, longestPause, longestSession } from '../access/sign-in.ts';
import { commit } from '../database/database.ts';
import type { Form } from '../http/form.ts';
import { accountPage, backupCodesPage, secondFactorPage } from './account-pages.ts';
import type { Console, Visit } from './console.ts';
import { giveCookies, waiting, type Doors } from './door.ts';
import type { FieldMistake } from './fields.ts';
import { newPasswordMistakes } from './new-password.ts';

const wrongPassword = 'That is not your password.';
const here = '/console/account';

/** What people see and change of their own way in. */
export function accountRoutes(frame: Console, options: Doors): void {
  const { db, signIn, attempts, provider } = options;
  const everyone = { of: 'everyone' } as const;

  const show = async (visit: Visit, mistakes: FieldMistake[] = []) => {
    const { person, now, c, directory } = visit;
    const after = { startedAt: now - longestSession, seenAt: now - longestPause };
    const [sessions, isWithPassword] = await Promise.all([
      openSessions(db, person.id, after),
      hasPassword(db, person.id),
    ]);
    const said = mistakes.length > 0 ? undefined : c.req.query('said');
    const shown = {
      person,
      directory,
      sessions,
      hasPassword: isWithPassword,
      provider: provider?.name,
      said,
      mistakes,
    };
    return frame.page(visit, accountPage(shown), mistakes.length > 0 ? 400 : 200);
  };

  /** Counts a try at the visitor's own password, so that nobody guesses it at a browser that was left open. */
  const withPassword = async (
    { c, person }: Visit,
    take: () => Promise<Response | 'wrong'>,
    refuse: () => Response | Promise<Response>,
  ) => {
    const attempt = await attempts(c, 'password', person.email);
    if (attempt.wait !== null) return waiting(c, attempt.wait);
    const taken = await take();
    if (taken === 'wrong') return refuse();
    await attempt.forgive();
    return taken;
  };

  frame.get(here, everyone, (visit) => show(visit));

  frame.post(`${here}/password`, everyone, async (visit) => {
    const { c, person, form, now } = visit;
    const mistakes = newPasswordMistakes(form, [person.email, person.name]);
    if (mistakes.length > 0) return show(visit, mistakes);
    const take = async () => {
      const cookies = await changePassword(signIn, headersOf(c), form.raw('current'), form.raw('password'));
      if (!cookies) return 'wrong';
      await commit(db, [
        endLinks('reset', person.id, now),
        audited({ personId: person.id, action: 'password changed', subject: person.email }, now),
      ]);
      giveCookies(c, cookies);
      return c.redirect(`${here}?said=password`, 303);
    };
    return withPassword(visit, take, () => show(visit, [{ at: 'current', says: wrongPassword }]));
  });

  frame.post(`${here}/sign-out-everywhere`, everyone, async ({ c, person, now }) => {
    const answer = await signOut(signIn, headersOf(c));
    await commit(db, [
      endSessionsOf(person.id),
      audited({ personId: person.id, action: 'signed out everywhere', subject: person.email }, now),
    ]);
    giveCookies(c, answer.headers.getSetCookie());
    return c.redirect('/console/sign-in?said=everywhere', 303);
  });

  frame.get(`${here}/second-factor`, everyone, ({ c }) => c.redirect(here, 303));

  frame.post(`${here}/second-factor`, everyone, async (visit) => {
    const { c, person, form } = visit;
    if (person.hasSecondFactor) return c.redirect(here, 303);
    const take = async () => {
      const started = await startSecondFactor(signIn, headersOf(c), form.raw('start'));
      return started ? frame.page(visit, secondFactorPage({ ...started, mistakes: [] })) : 'wrong';
    };
    return withPassword(visit, take, () => show(visit, [{ at: 'start', says: wrongPassword }]));
  });

  frame.post(`${here}/second-factor/confirmation`, everyone, async (visit) => {
    const { c, person, form, now } = visit;
    if (person.hasSecondFactor) return c.redirect(here, 303);
    const attempt = await attempts(c, 'code', person.id);
    if (attempt.wait !== null) return waiting(c, attempt.wait);
    const cookies = await confirmSecondFactor(signIn, headersOf(c), form.text('code').replaceAll(/\s/g, ''));
    if (!cookies) return again(visit);
    await attempt.forgive();
    await audit(db, { personId: person.id, action: 'second factor set up', subject: person.email }, now);
    giveCookies(c, cookies);
    return frame.page(visit, backupCodesPage(await backupCodesOf(signIn, person.id)));
  });

  /** Shows the same secret once more, as the page itself brought it back. */
  const again = (visit: Visit & { form: Form }) => {
    const secret = appSecretOf(visit.form.raw('uri'));
    if (!secret) return visit.c.redirect(here, 303);
    const mistakes = [{ at: 'code', says: 'That is not the code that your app shows now. Type the next one.' }];
    return frame.page(visit, secondFactorPage({ ...secret, mistakes }), 400);
  };

  frame.post(`${here}/second-factor/end`, everyone, async (visit) => {
    const { c, person, form, now } = visit;
    if (!person.hasSecondFactor) return c.redirect(here, 303);
    const take = async () => {
      const cookies = await endSecondFactor(signIn, headersOf(c), form.raw('end'));
      if (!cookies) return 'wrong';
      await audit(db, { personId: person.id, action: 'second factor ended', subject: person.email }, now);
      giveCookies(c, cookies);
      return c.redirect(`${here}?said=factor-ended`, 303);
    };
    return withPassword(visit, take, () => show(visit, [{ at: 'end', says: wrongPassword }]));
  });

  frame.needs(async ({ person }) => {
    const isTrusted = person.grants.some(({ role }) => role !== 'ambassador' && role !== 'junior');
    if (!isTrusted || person.hasSecondFactor || !(await hasPassword(db, person.id))) return [];
    const says =
      'You sign in with a password alone, and what you may do here reaches far. With a second step, nobody gets in who only knows your password. It takes two minutes.';
    return [{ says, href: `${here}#second-step`, link: 'Set up the second step' }];
  });
}

function headersOf(c: Context): Headers {
  return c.req.raw.headers;
}
