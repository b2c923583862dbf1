import { Hono, type Context } from 'hono';
import { audit } from '../audit/audit.ts';
import { personByEmail, isAdministrator, personById } from '../access/access.ts';
import { signOut } from './auth.ts';
import { signedOutPath } from './provider.ts';
import { idTokenOf } from './queries.ts';
import { challenged, challengeOf, proveSecondFactor } from './second-factor.ts';
import {
  endSessionBefore,
  formOf,
  giveCookies,
  limitForm,
  nextOf,
  unlessCrowded,
  waiting,
  type Doors,
} from './endpoint.ts';
import { linkRoutes } from './link-routes.ts';
import { providerRoutes } from './provider-routes.ts';
import { codePage, signInPage } from './pages.ts';
import { afterSignOut } from './sign-out.ts';

/** The doors before which nobody is signed in yet, and the way out. */
export function signInRoutes(options: Doors): Hono {
  const { db, clock, signIn, whoIs, attempts, devices, provider, passwordRule, log, names } = options;
  const isOnlyProvider = passwordRule.onlyProvider !== undefined;
  const shown = { provider: provider?.name, isOnlyProvider };
  const app = new Hono();
  app.use('/console/*', async (c, next) => {
    c.header('Cache-Control', 'no-store');
    return next();
  });

  app.get('/console/sign-in', async (c) => {
    const next = nextOf(c.req.query('next'));
    if (await whoIs(c.req.raw.headers)) return c.redirect(next, 303);
    const otherName = names.opened(c);
    return c.html(signInPage({ next, email: '', said: c.req.query('said'), otherName, ...shown }));
  });

  app.post('/console/sign-in', limitForm, (c) =>
    formOf(c, async (form) => {
      const [email, next] = [form.text('email').toLowerCase(), nextOf(form.text('next'))];
      const attempt = attempts(c, 'password', email);
      if (attempt.wait !== null) return waiting(c, attempt.wait);
      const { forgive } = attempt;
      const given = { email, password: form.raw('password'), next };
      return unlessCrowded(c, () => letIn(c, given, forgive), forgive);
    }),
  );

  const letIn = async (
    c: Context,
    { email, password, next }: { email: string; password: string; next: string },
    forgive: () => void,
  ) => {
    const { headers } = c.req.raw;
    const known = await personByEmail(db, email);
    // Whoever may not is answered as for a wrong password, and as late.
    const asked = (await mayUsePassword({ id: known?.id, email })) ? email : 'nobody@invalid.example';
    const answer = await signIn.api.signInEmail({ body: { email: asked, password }, headers, asResponse: true });
    if (!answer.ok || !known) {
      await refused(known);
      const said = isOnlyProvider ? 'only-provider' : 'wrong';
      return c.html(signInPage({ next, email, said, otherName: names.opened(c), ...shown }), 401);
    }
    forgive();
    await endSessionBefore(options, c);
    giveCookies(c, answer.headers.getSetCookie());
    const { twoFactorRedirect } = (await answer.json()) as { twoFactorRedirect?: boolean };
    if (twoFactorRedirect) return c.redirect(`/console/sign-in/code?next=${encodeURIComponent(next)}`, 303);
    await audit(db, { personId: known.id, action: 'signed in', subject: email }, clock());
    noteBreakGlass();
    devices.remember(c, email);
    return c.redirect(next, 303);
  };

  const mayUsePassword = async ({ id, email }: { id: string | undefined; email: string }) =>
    passwordRule.allows(email) && (!isOnlyProvider || (id !== undefined && (await isAdministrator(db, id))));
  const noteBreakGlass = () => {
    if (isOnlyProvider) log.info({}, 'break-glass sign-in');
  };

  const refused = (known: { id: string; email: string } | undefined) =>
    audit(db, { personId: known?.id ?? null, action: 'sign-in refused', subject: known?.email ?? 'nobody' }, clock());

  app.get('/console/sign-in/code', (c) => {
    const next = nextOf(c.req.query('next'));
    if (challengeOf(c.req.header('cookie') ?? '') === undefined) return c.redirect('/console/sign-in?said=late', 303);
    return c.html(codePage({ next, mistakes: [] }));
  });

  app.post('/console/sign-in/code', limitForm, (c) =>
    formOf(c, async (form) => {
      const cookie = c.req.header('cookie') ?? '';
      const whose = await challenged(db, cookie);
      const person = whose === undefined ? undefined : await personById(db, whose);
      if (!person || !(await mayUsePassword(person))) return c.redirect('/console/sign-in?said=late', 303);
      const attempt = attempts(c, 'code', person.email);
      if (attempt.wait !== null) return waiting(c, attempt.wait);
      const next = nextOf(form.text('next'));
      const code = form.text('code').replaceAll(/\s/g, '');
      const backupCode = form.text('backup').replaceAll(/\s/g, '').toLowerCase();
      const proved = await proveSecondFactor(options, cookie, { personId: person.id, code, backupCode, at: clock() });
      if (proved.kind === 'locked') return waiting(c, lockedFor);
      if (proved.kind === 'late') return c.redirect('/console/sign-in?said=late', 303);
      const deed = { personId: person.id, subject: person.email };
      if (proved.kind === 'wrong') {
        await audit(db, { ...deed, action: 'second factor refused' }, clock());
        const mistake = backupCode === '' ? wrongCode : wrongBackupCode;
        return c.html(codePage({ next, mistakes: [mistake] }), 401);
      }
      attempt.forgive();
      const detail = { with: backupCode === '' ? 'code' : 'backup code' };
      await audit(db, { ...deed, action: 'signed in', detail }, clock());
      noteBreakGlass();
      await endSessionBefore(options, c);
      giveCookies(c, proved.cookies);
      devices.remember(c, person.email);
      return c.redirect(next, 303);
    }),
  );

  app.post('/console/sign-out', limitForm, async (c) => {
    const visitor = await whoIs(c.req.raw.headers);
    const idToken = visitor ? await idTokenOf(db, visitor.sessionId) : null;
    if (visitor)
      await audit(db, { personId: visitor.person.id, action: 'signed out', subject: visitor.person.email }, clock());
    const answer = await signOut(signIn, c.req.raw.headers);
    giveCookies(c, answer.headers.getSetCookie());
    return afterSignOut(c, provider, idToken, 'out');
  });

  // The provider sends browsers back to an address without a query, as it was registered there.
  app.get(signedOutPath, (c) => c.redirect('/console/sign-in?said=out', 303));

  if (provider) app.route('/', providerRoutes(options, provider));
  app.route('/', linkRoutes(options));
  return app;
}

const wrongCode = {
  at: 'code',
  says: 'That is not the code that your app shows now, or it was used already. Wait for the next one and type that.',
};
const wrongBackupCode = { at: 'backup', says: 'That is none of your backup codes, or it was used already.' };

/** How long an account takes no codes after ten wrong ones, in seconds: the library's own rule. */
const lockedFor = 15 * 60;
