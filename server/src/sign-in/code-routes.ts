import type { Context, Hono } from 'hono';
import { personById } from '../access/access.ts';
import { audit } from '../audit/audit.ts';
import { endSessionBefore, formOf, giveCookies, limitForm, nextOf, waiting, type SignInOptions } from './endpoint.ts';
import { codePage } from './pages.ts';
import { mayUsePassword, noteBreakGlass } from './password-routes.ts';
import { challenged, challengeOf, proveSecondFactor } from './second-factor.ts';

/** The second step of signing in: a code of the app, or a backup code. */
export function codeRoutes(app: Hono, options: SignInOptions): void {
  app.get('/console/sign-in/code', (c) => {
    const next = nextOf(c.req.query('next'));
    if (challengeOf(c.req.header('cookie') ?? '') === undefined) return tooLate(c);
    return c.html(codePage({ next, mistakes: [] }));
  });

  app.post('/console/sign-in/code', limitForm, (c) =>
    formOf(c, async (form) => {
      const person = await challengedPerson(options, c);
      if (!person) return tooLate(c);
      const attempt = options.attempts(c, 'code', person.email);
      if (attempt.wait !== null) return waiting(c, attempt.wait);
      const code = form.text('code').replaceAll(/\s/g, '');
      const backupCode = form.text('backup').replaceAll(/\s/g, '').toLowerCase();
      return prove(options, c, person, { code, backupCode, next: nextOf(form.text('next')) }, attempt.forgive);
    }),
  );
}

/** Whose password was right in this browser, while they may still use it. */
async function challengedPerson(options: SignInOptions, c: Context) {
  const personId = await challenged(options.db, c.req.header('cookie') ?? '');
  const person = personId === undefined ? undefined : await personById(options.db, personId);
  return person && (await mayUsePassword(options, person)) ? person : undefined;
}

async function prove(
  options: SignInOptions,
  c: Context,
  person: { id: string; email: string },
  { code, backupCode, next }: { code: string; backupCode: string; next: string },
  forgive: () => void,
) {
  const { db, clock, devices } = options;
  const cookie = c.req.header('cookie') ?? '';
  const proved = await proveSecondFactor(options, cookie, { personId: person.id, code, backupCode, at: clock() });
  if (proved.kind === 'locked') return waiting(c, lockedFor);
  if (proved.kind === 'late') return tooLate(c);
  const entry = { personId: person.id, subject: person.email };
  if (proved.kind === 'wrong') {
    await audit(db, { ...entry, action: 'second factor refused' }, clock());
    const mistake = backupCode === '' ? wrongCode : wrongBackupCode;
    return c.html(codePage({ next, mistakes: [mistake] }), 401);
  }
  forgive();
  const detail = { with: backupCode === '' ? 'code' : 'backup code' };
  await audit(db, { ...entry, action: 'signed in', detail }, clock());
  noteBreakGlass(options);
  await endSessionBefore(options, c);
  giveCookies(c, proved.cookies);
  devices.remember(c, person.email);
  return c.redirect(next, 303);
}

const tooLate = (c: Context) => c.redirect('/console/sign-in?notice=late', 303);

const wrongCode = {
  at: 'code',
  message:
    'That is not the code that your app shows now, or it was already used. Wait for the next code and enter that one.',
};
const wrongBackupCode = { at: 'backup', message: 'That is not one of your backup codes, or it was already used.' };

/** How long an account takes no codes after ten wrong ones, in seconds: the library's own rule. */
const lockedFor = 15 * 60;
