import { Hono, type Context } from 'hono';
import { audit } from '../audit/audit.ts';
import { signOut } from './auth.ts';
import { codeRoutes } from './code-routes.ts';
import { setCookies, limitForm, type SignInOptions } from './endpoint.ts';
import { forgotPasswordRoutes } from './forgot-password-routes.ts';
import { linkRoutes } from './link-routes.ts';
import { passwordRoutes } from './password-routes.ts';
import { signedOutPath } from './provider.ts';
import { providerRoutes } from './provider-routes.ts';
import { idTokenOf } from './queries.ts';
import { afterSignOut } from './sign-out.ts';

/** Signing in and out. */
export function signInRoutes(options: SignInOptions): Hono {
  const { provider } = options;
  const app = new Hono();
  app.use('/console/*', async (c, next) => {
    c.header('Cache-Control', 'no-store');
    return next();
  });
  passwordRoutes(app, options);
  codeRoutes(app, options);
  app.post('/console/sign-out', limitForm, (c) => signOutHere(options, c));
  // The provider sends browsers back to exactly the address that was registered there, without a query.
  app.get(signedOutPath, (c) => c.redirect('/console/sign-in?notice=out', 303));
  if (provider) app.route('/', providerRoutes(options, provider));
  app.route('/', forgotPasswordRoutes(options));
  app.route('/', linkRoutes(options));
  return app;
}

async function signOutHere({ db, clock, signIn, whoIs, provider }: SignInOptions, c: Context): Promise<Response> {
  const visitor = await whoIs(c.req.raw.headers);
  const idToken = visitor ? await idTokenOf(db, visitor.sessionId) : null;
  if (visitor) {
    await audit(db, { personId: visitor.person.id, action: 'signed out', subject: visitor.person.email }, clock());
  }
  const answer = await signOut(signIn, c.req.raw.headers);
  setCookies(c, answer.headers.getSetCookie());
  return afterSignOut(c, provider, idToken, 'out');
}
