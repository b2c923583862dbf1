import type { Context, Hono } from 'hono';
import { isAdministrator, personByEmail } from '../access/access.ts';
import { audit } from '../audit/audit.ts';
import {
  endSessionBefore,
  formOf,
  giveCookies,
  limitForm,
  nextOf,
  unlessCrowded,
  waiting,
  type SignInOptions,
} from './endpoint.ts';
import { signInPage } from './pages.ts';
import type { PasswordRule } from './password-rule.ts';

interface Given {
  email: string;
  password: string;
  next: string;
}

/** Signing in with an email address and a password. */
export function passwordRoutes(app: Hono, options: SignInOptions): void {
  const { whoIs, attempts, names } = options;

  app.get('/console/sign-in', async (c) => {
    const next = nextOf(c.req.query('next'));
    if (await whoIs(c.req.raw.headers)) return c.redirect(next, 303);
    const otherName = names.opened(c);
    return c.html(signInPage({ next, email: '', notice: c.req.query('notice'), otherName, ...shownBy(options) }));
  });

  app.post('/console/sign-in', limitForm, (c) =>
    formOf(c, async (form) => {
      const [email, next] = [form.text('email').toLowerCase(), nextOf(form.text('next'))];
      const attempt = attempts(c, 'password', email);
      if (attempt.wait !== null) return waiting(c, attempt.wait);
      const { forgive } = attempt;
      const given = { email, password: form.raw('password'), next };
      return unlessCrowded(c, () => letIn(options, c, given, forgive), forgive);
    }),
  );
}

/** What the page shows of how people sign in here. */
function shownBy({ provider, passwordRule }: SignInOptions) {
  return { provider: provider?.name, isOnlyProvider: isOnlyProvider(passwordRule) };
}

/** @param forgive takes back what was counted for this try. */
async function letIn(options: SignInOptions, c: Context, { email, password, next }: Given, forgive: () => void) {
  const { db, clock, signIn, devices } = options;
  const { headers } = c.req.raw;
  const known = await personByEmail(db, email);
  // Whoever may not is answered as for a wrong password, and as late.
  const asked = (await mayUsePassword(options, { id: known?.id, email })) ? email : 'nobody@invalid.example';
  const answer = await signIn.api.signInEmail({ body: { email: asked, password }, headers, asResponse: true });
  if (!answer.ok || !known) return refuse(options, c, known, { email, next });
  forgive();
  await endSessionBefore(options, c);
  giveCookies(c, answer.headers.getSetCookie());
  const { twoFactorRedirect } = (await answer.json()) as { twoFactorRedirect?: boolean };
  if (twoFactorRedirect) return c.redirect(`/console/sign-in/code?next=${encodeURIComponent(next)}`, 303);
  await audit(db, { personId: known.id, action: 'signed in', subject: email }, clock());
  noteBreakGlass(options);
  devices.remember(c, email);
  return c.redirect(next, 303);
}

async function refuse(
  options: SignInOptions,
  c: Context,
  known: { id: string; email: string } | undefined,
  { email, next }: Pick<Given, 'email' | 'next'>,
) {
  const { db, clock, names, passwordRule } = options;
  const entry = { personId: known?.id ?? null, action: 'sign-in refused', subject: known?.email ?? 'nobody' };
  await audit(db, entry, clock());
  const notice = isOnlyProvider(passwordRule) ? 'only-provider' : 'wrong';
  return c.html(signInPage({ next, email, notice, otherName: names.opened(c), ...shownBy(options) }), 401);
}

/** Where the identity provider is the only way in, the break-glass administrator may still use a password. */
export async function mayUsePassword(
  { db, passwordRule }: Pick<SignInOptions, 'db' | 'passwordRule'>,
  { id, email }: { id: string | undefined; email: string },
): Promise<boolean> {
  if (!passwordRule.allows(email)) return false;
  return !isOnlyProvider(passwordRule) || (id !== undefined && (await isAdministrator(db, id)));
}

/** Tells the operator that a password was used although the identity provider is the only way in. */
export function noteBreakGlass({ passwordRule, log }: Pick<SignInOptions, 'passwordRule' | 'log'>): void {
  if (isOnlyProvider(passwordRule)) log.info({}, 'break-glass sign-in');
}

const isOnlyProvider = ({ onlyProvider }: PasswordRule) => onlyProvider !== undefined;
