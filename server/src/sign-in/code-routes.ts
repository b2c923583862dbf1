import type { Context, Hono } from 'hono';
import { personById } from '../access/access.ts';
import { audit } from '../audit/audit.ts';
import {
  endPreviousSession,
  withForm,
  setCookies,
  limitForm,
  safeNext,
  tooManyAttempts,
  type SignInOptions,
} from './endpoint.ts';
import { codePage } from './pages.ts';
import { mayUsePassword, logBreakGlass } from './password-routes.ts';
import { challengedPersonId, challengeCookie, checkSecondFactor } from './second-factor.ts';

/** Two-step verification when signing in: a code from the app, or a backup code. */
export function codeRoutes(app: Hono, options: SignInOptions): void {
  app.get('/console/sign-in/code', (c) => {
    const next = safeNext(c.req.query('next'));
    if (challengeCookie(c.req.header('cookie') ?? '') === undefined) return expired(c);
    return c.html(codePage({ next, errors: [] }));
  });

  app.post('/console/sign-in/code', limitForm, (c) =>
    withForm(c, async (form) => {
      const person = await challengedPerson(options, c);
      if (!person) return expired(c);
      const attempt = options.attempts(c, 'code', person.email);
      if (attempt.wait !== null) return tooManyAttempts(c, attempt.wait);
      const code = form.text('code').replaceAll(/\s/g, '');
      const backupCode = form.text('backup').replaceAll(/\s/g, '').toLowerCase();
      return checkCode(options, c, person, { code, backupCode, next: safeNext(form.text('next')) }, attempt.forgive);
    }),
  );
}

/** The person who entered the correct password in this browser, if they may still use it. */
async function challengedPerson(options: SignInOptions, c: Context) {
  const personId = await challengedPersonId(options.db, c.req.header('cookie') ?? '');
  const person = personId === undefined ? undefined : await personById(options.db, personId);
  return person && (await mayUsePassword(options, person)) ? person : undefined;
}

async function checkCode(
  options: SignInOptions,
  c: Context,
  person: { id: string; email: string },
  { code, backupCode, next }: { code: string; backupCode: string; next: string },
  forgive: () => void,
) {
  const { db, clock, devices } = options;
  const cookie = c.req.header('cookie') ?? '';
  const result = await checkSecondFactor(options, cookie, { personId: person.id, code, backupCode, at: clock() });
  if (result.kind === 'locked') return tooManyAttempts(c, lockoutSeconds);
  if (result.kind === 'expired') return expired(c);
  const entry = { personId: person.id, subject: person.email };
  if (result.kind === 'wrong') {
    await audit(db, { ...entry, action: 'verification code rejected' }, clock());
    const mistake = backupCode === '' ? wrongCode : wrongBackupCode;
    return c.html(codePage({ next, errors: [mistake] }), 401);
  }
  forgive();
  const detail = { with: backupCode === '' ? 'code' : 'backup code' };
  await audit(db, { ...entry, action: 'signed in', detail }, clock());
  logBreakGlass(options);
  await endPreviousSession(options, c);
  setCookies(c, result.cookies);
  devices.remember(c, person.email);
  return c.redirect(next, 303);
}

const expired = (c: Context) => c.redirect('/console/sign-in?notice=expired', 303);

const wrongCode = {
  at: 'code',
  message: 'This code is wrong or was already used. Wait until your app shows a new code, and enter that one.',
};
const wrongBackupCode = { at: 'backup', message: 'This backup code is wrong or was already used.' };

/** How long an account is locked after ten wrong codes, in seconds: the library's own rule. */
const lockoutSeconds = 15 * 60;
