import { audit } from '../audit/audit.ts';
import type { Visit } from '../console/console.ts';
import type { FieldError } from '../pages/fields.ts';
import { tooManyAttempts, unlessBusy, type SignInOptions } from './endpoint.ts';

/** Shows the account page, with the problems of the form that was sent. */
export type ShowAccount = (visit: Visit, errors?: FieldError[]) => Promise<Response>;

/**
 * Does something that takes the visitor's own password. If the password is wrong, shows the account page with a message
 * at that field.
 */
export type WithPassword = (
  visit: Visit,
  field: string,
  action: () => Promise<Response | 'wrong'>,
) => Promise<Response>;

/** Limits attempts at the visitor's own password, so that no one can guess it in a browser that was left open. */
export function requirePassword(
  { db, attempts, passwordRule }: Pick<SignInOptions, 'db' | 'attempts' | 'passwordRule'>,
  show: ShowAccount,
): WithPassword {
  return async (visit, field, action) => {
    const { c, person, now } = visit;
    if (!passwordRule.allows(person.email)) return show(visit, [{ at: '', message: passwordsAreOff }]);
    const attempt = attempts(c, 'password', person.email);
    if (attempt.wait !== null) return tooManyAttempts(c, attempt.wait);
    const { forgive } = attempt;
    const check = async () => {
      const result = await action();
      if (result === 'wrong') {
        await audit(db, { personId: person.id, action: 'password rejected', subject: person.email }, now);
        return show(visit, [{ at: field, message: 'Wrong password.' }]);
      }
      forgive();
      return result;
    };
    return unlessBusy(c, check, forgive);
  };
}

const passwordsAreOff = 'Passwords are turned off here. Sign in with your agency account instead.';
