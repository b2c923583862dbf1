import { audit } from '../audit/audit.ts';
import {
  appSecretOf,
  backupCodesOf,
  confirmSecondFactor,
  endSecondFactor,
  startSecondFactor,
} from './second-factor.ts';
import type { Form } from '../http/form.ts';
import { accountPath, backupCodesPage, secondFactorPage } from './account-pages.ts';
import type { WithPassword } from './confirm-password.ts';
import type { Console, Visit } from '../console/console.ts';
import { setCookies, tooManyAttempts, type SignInOptions } from './endpoint.ts';

const path = `${accountPath}/second-factor`;
const everyone = { of: 'everyone' } as const;

type FormVisit = Visit & { form: Form };

/** Setting up two-step verification, and turning it off. */
export function secondFactorRoutes(frame: Console, options: SignInOptions, withPassword: WithPassword): void {
  frame.get(path, everyone, ({ c }) => c.redirect(accountPath, 303));
  frame.post(path, everyone, startSetup(frame, options, withPassword));
  frame.post(`${path}/confirmation`, everyone, confirmSetup(frame, options));
  frame.post(`${path}/end`, everyone, turnOff(options, withPassword));
}

function startSetup(frame: Console, { signIn }: SignInOptions, withPassword: WithPassword) {
  return async (visit: FormVisit) => {
    const { c, person, form } = visit;
    if (person.hasSecondFactor) return c.redirect(accountPath, 303);
    return withPassword(visit, 'start', async () => {
      const started = await startSecondFactor(signIn, c.req.raw.headers, form.raw('start'));
      return started ? frame.page(visit, secondFactorPage({ ...started, errors: [] })) : 'wrong';
    });
  };
}

function confirmSetup(frame: Console, options: SignInOptions) {
  const { db, signIn, attempts } = options;
  return async (visit: FormVisit) => {
    const { c, person, form, now } = visit;
    if (person.hasSecondFactor) return c.redirect(accountPath, 303);
    const attempt = attempts(c, 'code', person.email);
    if (attempt.wait !== null) return tooManyAttempts(c, attempt.wait);
    const code = form.text('code').replaceAll(/\s/g, '');
    const cookies = await confirmSecondFactor(options, c.req.raw.headers, { personId: person.id, code, at: now });
    if (!cookies) return showSameSecret(frame, visit);
    attempt.forgive();
    await audit(db, { personId: person.id, action: 'two-step verification turned on', subject: person.email }, now);
    setCookies(c, cookies);
    return frame.page(visit, backupCodesPage(await backupCodesOf(signIn, person.id)));
  };
}

/** Shows the page again after a wrong code, with the secret that the page itself sent back. */
function showSameSecret(frame: Console, visit: FormVisit) {
  const secret = appSecretOf(visit.form.raw('uri'));
  if (!secret) return visit.c.redirect(accountPath, 303);
  const errors = [{ at: 'code', message: 'Wrong code. Enter the code currently shown in your app.' }];
  return frame.page(visit, secondFactorPage({ ...secret, errors }), 400);
}

function turnOff({ db, signIn }: SignInOptions, withPassword: WithPassword) {
  return async (visit: FormVisit) => {
    const { c, person, form, now } = visit;
    if (!person.hasSecondFactor) return c.redirect(accountPath, 303);
    return withPassword(visit, 'end', async () => {
      const cookies = await endSecondFactor(signIn, c.req.raw.headers, form.raw('end'));
      if (!cookies) return 'wrong';
      await audit(db, { personId: person.id, action: 'two-step verification turned off', subject: person.email }, now);
      setCookies(c, cookies);
      return c.redirect(`${accountPath}?notice=factor-ended`, 303);
    });
  };
}
