import { Hono } from 'hono';
import { audit } from '../audit/audit.ts';
import { signOut } from './auth.ts';
import { codeRoutes } from './code-routes.ts';
import { giveCookies, limitForm, type SignInOptions } from './endpoint.ts';
import { linkRoutes } from './link-routes.ts';
import { passwordRoutes } from './password-routes.ts';
import { signedOutPath } from './provider.ts';
import { providerRoutes } from './provider-routes.ts';
import { idTokenOf } from './queries.ts';
import { afterSignOut } from './sign-out.ts';

/** The pages for people who are not signed in yet, and signing out. */
export function signInRoutes(options: SignInOptions): Hono {
  const { db, clock, signIn, whoIs, provider } = options;
  const app = new Hono();
  app.use('/console/*', async (c, next) => {
    c.header('Cache-Control', 'no-store');
    return next();
  });
  passwordRoutes(app, options);
  codeRoutes(app, options);

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
  app.get(signedOutPath, (c) => c.redirect('/console/sign-in?notice=out', 303));

  if (provider) app.route('/', providerRoutes(options, provider));
  app.route('/', linkRoutes(options));
  return app;
}
