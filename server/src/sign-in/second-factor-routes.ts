import { audit } from '../audit/audit.ts';
import {
  appSecretOf,
  backupCodesOf,
  confirmSecondFactor,
  endSecondFactor,
  startSecondFactor,
} from './second-factor.ts';
import type { Form } from '../http/form.ts';
import { backupCodesPage, secondFactorPage } from './account-pages.ts';
import type { Console, Visit } from '../console/console.ts';
import { giveCookies, waiting, type SignInOptions } from './endpoint.ts';

const here = '/console/account';
const at = `${here}/second-factor`;
const everyone = { of: 'everyone' } as const;

/**
 * Does what takes the visitor's own password, counts the try, and says it at that field of the account's page where the
 * password was wrong.
 */
export type WithPassword = (visit: Visit, field: string, take: () => Promise<Response | 'wrong'>) => Promise<Response>;

/** Setting up one's second factor, and switching it off. */
export function secondFactorRoutes(frame: Console, options: SignInOptions, withPassword: WithPassword): void {
  const { db, signIn, attempts } = options;

  frame.get(at, everyone, ({ c }) => c.redirect(here, 303));

  frame.post(at, everyone, async (visit) => {
    const { c, person, form } = visit;
    if (person.hasSecondFactor) return c.redirect(here, 303);
    const take = async () => {
      const started = await startSecondFactor(signIn, c.req.raw.headers, form.raw('start'));
      return started ? frame.page(visit, secondFactorPage({ ...started, mistakes: [] })) : 'wrong';
    };
    return withPassword(visit, 'start', take);
  });

  frame.post(`${at}/confirmation`, everyone, async (visit) => {
    const { c, person, form, now } = visit;
    if (person.hasSecondFactor) return c.redirect(here, 303);
    const attempt = attempts(c, 'code', person.email);
    if (attempt.wait !== null) return waiting(c, attempt.wait);
    const code = form.text('code').replaceAll(/\s/g, '');
    const cookies = await confirmSecondFactor(options, c.req.raw.headers, { personId: person.id, code, at: now });
    if (!cookies) return again(visit);
    attempt.forgive();
    await audit(db, { personId: person.id, action: 'second factor set up', subject: person.email }, now);
    giveCookies(c, cookies);
    return frame.page(visit, backupCodesPage(await backupCodesOf(signIn, person.id)));
  });

  /** Shows the same secret once more, as the page itself brought it back. */
  const again = (visit: Visit & { form: Form }) => {
    const secret = appSecretOf(visit.form.raw('uri'));
    if (!secret) return visit.c.redirect(here, 303);
    const mistakes = [{ at: 'code', message: 'That is not the code that your app shows now. Type the next one.' }];
    return frame.page(visit, secondFactorPage({ ...secret, mistakes }), 400);
  };

  frame.post(`${at}/end`, everyone, async (visit) => {
    const { c, person, form, now } = visit;
    if (!person.hasSecondFactor) return c.redirect(here, 303);
    const take = async () => {
      const cookies = await endSecondFactor(signIn, c.req.raw.headers, form.raw('end'));
      if (!cookies) return 'wrong';
      await audit(db, { personId: person.id, action: 'second factor ended', subject: person.email }, now);
      giveCookies(c, cookies);
      return c.redirect(`${here}?notice=factor-ended`, 303);
    };
    return withPassword(visit, 'end', take);
  });
}
