import type { Context, Hono } from 'hono';
import { isAdministrator, personByEmail } from '../access/access.ts';
import { audit } from '../audit/audit.ts';
import {
  endPreviousSession,
  withForm,
  setCookies,
  limitForm,
  safeNext,
  unlessBusy,
  tooManyAttempts,
  type SignInOptions,
} from './endpoint.ts';
import { signInPage } from './pages.ts';
import type { PasswordRule } from './password-rule.ts';

interface Credentials {
  email: string;
  password: string;
  next: string;
}

/** Signing in with an email address and a password. */
export function passwordRoutes(app: Hono, options: SignInOptions): void {
  const { whoIs, attempts, addressCheck } = options;

  app.get('/console/sign-in', async (c) => {
    const next = safeNext(c.req.query('next'));
    if (await whoIs(c.req.raw.headers)) return c.redirect(next, 303);
    const wrongAddress = addressCheck.opened(c);
    return c.html(
      signInPage({ next, email: '', notice: c.req.query('notice'), wrongAddress, ...waysToSignIn(options) }),
    );
  });

  app.post('/console/sign-in', limitForm, (c) =>
    withForm(c, async (form) => {
      const [email, next] = [form.text('email').toLowerCase(), safeNext(form.text('next'))];
      const attempt = attempts(c, 'password', email);
      if (attempt.wait !== null) return tooManyAttempts(c, attempt.wait);
      const { forgive } = attempt;
      const credentials = { email, password: form.raw('password'), next };
      return unlessBusy(c, () => checkPassword(options, c, credentials, forgive), forgive);
    }),
  );
}

/** The ways to sign in that the page offers. */
function waysToSignIn({ provider, passwordRule }: SignInOptions) {
  return { provider: provider?.name, isOnlyProvider: isOnlyProvider(passwordRule) };
}

/** @param forgive takes back what was counted for this attempt. */
async function checkPassword(
  options: SignInOptions,
  c: Context,
  { email, password, next }: Credentials,
  forgive: () => void,
) {
  const { db, clock, signIn, devices } = options;
  const { headers } = c.req.raw;
  const known = await personByEmail(db, email);
  // People who cannot use a password get the same answer as for a wrong one, after the same time.
  const account = (await mayUsePassword(options, { id: known?.id, email })) ? email : 'nobody@invalid.example';
  const answer = await (
    await signIn()
  ).api.signInEmail({ body: { email: account, password }, headers, asResponse: true });
  if (!answer.ok || !known) return refuse(options, c, known, { email, next });
  forgive();
  await endPreviousSession(options, c);
  setCookies(c, answer.headers.getSetCookie());
  const { twoFactorRedirect } = (await answer.json()) as { twoFactorRedirect?: boolean };
  if (twoFactorRedirect) return c.redirect(`/console/sign-in/code?next=${encodeURIComponent(next)}`, 303);
  await audit(db, { personId: known.id, action: 'signed in', subject: email }, clock());
  logBreakGlass(options);
  devices.remember(c, email);
  return c.redirect(next, 303);
}

async function refuse(
  options: SignInOptions,
  c: Context,
  known: { id: string; email: string } | undefined,
  { email, next }: Pick<Credentials, 'email' | 'next'>,
) {
  const { db, clock, addressCheck, passwordRule } = options;
  const entry = { personId: known?.id ?? null, action: 'sign-in refused', subject: known?.email ?? 'nobody' };
  await audit(db, entry, clock());
  const notice = isOnlyProvider(passwordRule) ? 'only-provider' : 'wrong';
  return c.html(
    signInPage({ next, email, notice, wrongAddress: addressCheck.opened(c), ...waysToSignIn(options) }),
    401,
  );
}

/** If everyone else must use the identity provider, the break-glass administrator may still use a password. */
export async function mayUsePassword(
  { db, passwordRule }: Pick<SignInOptions, 'db' | 'passwordRule'>,
  { id, email }: { id: string | undefined; email: string },
): Promise<boolean> {
  if (!passwordRule.allows(email)) return false;
  return !isOnlyProvider(passwordRule) || (id !== undefined && (await isAdministrator(db, id)));
}

/** Tells the operator that a password was used although everyone else must use the identity provider. */
export function logBreakGlass({ passwordRule, log }: Pick<SignInOptions, 'passwordRule' | 'log'>): void {
  if (isOnlyProvider(passwordRule)) log.info({}, 'break-glass sign-in');
}

const isOnlyProvider = ({ onlyProvider }: PasswordRule) => onlyProvider !== undefined;
