import { Hono, type Context } from 'hono';
import { audited } from '../audit/audit.ts';
import { isEmail, personByEmail } from '../access/access.ts';
import { commit } from '../database/database.ts';
import { withForm, limitForm, tooManyAttempts, type SignInOptions } from './endpoint.ts';
import { causeOf } from '../outbox/outbox.ts';
import type { Form } from '../http/form.ts';
import { forgotPasswordPage } from './pages.ts';

/** Asking for a link to reset a forgotten password. */
export function forgotPasswordRoutes(options: SignInOptions): Hono {
  const { onlyProvider } = options.passwordRule;
  const app = new Hono();
  app.get('/console/forgotten', (c) => c.html(forgotPasswordPage({ email: '', errors: [], onlyProvider })));
  app.post('/console/forgotten', limitForm, (c) => withForm(c, (form) => requestReset(options, c, form)));
  return app;
}

async function requestReset(options: SignInOptions, c: Context, form: Form): Promise<Response> {
  const email = form.text('email').toLowerCase();
  if (!isEmail(email)) {
    const errors = [{ at: 'email', message: 'Enter a valid email address, such as name@example.gov.' }];
    return c.html(forgotPasswordPage({ email, errors, onlyProvider: options.passwordRule.onlyProvider }), 400);
  }
  const attempt = options.attempts(c, 'reset', email);
  if (attempt.wait !== null && attempt.by === 'network') return tooManyAttempts(c, attempt.wait);
  // If the account has had its emails for this hour, the last one still works, so no one who reads them is locked out.
  if (attempt.wait === null) await sendReset(options, email);
  return c.redirect('/console/sign-in?notice=asked', 303);
}

/**
 * Queues an email to the person with that address if they may sign in. Takes the same time whether or not there is such
 * a person: it always commits, and the email is written and sent after the answer.
 */
async function sendReset({ db, clock, outbox, passwordRule }: SignInOptions, email: string): Promise<void> {
  const known = await personByEmail(db, email);
  const maySignIn = known !== undefined && known.leftAt === null && passwordRule.allows(email);
  const person = maySignIn ? known : undefined;
  const now = clock();
  const { statement } = outbox.queue({ kind: 'reset', cause: causeOf('person', person?.id ?? '') }, now);
  const entry = { personId: null, action: 'password reset requested', subject: person?.email ?? 'nobody' };
  await commit(db, [...(person ? [statement] : []), audited(entry, now)]);
  outbox.wake();
}
