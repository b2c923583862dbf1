import { Hono } from 'hono';
import { audit } from '../audit/audit.ts';
import type { Provider } from './provider.ts';
import { providerId } from './provider-identity.ts';
import { authPath } from './auth.ts';
import { endSessionBefore, giveCookies, nextOf, waiting, type SignInOptions } from './endpoint.ts';

/** The way to the agency's own sign-in and back; of the library's addresses only the way back is open. */
export function providerRoutes(options: SignInOptions, provider: Provider): Hono {
  const { db, clock, attempts } = options;
  const app = new Hono();
  app.get('/console/sign-in/provider', async (c) => {
    const begun = attempts(c, 'provider-start');
    if (begun.wait !== null) return waiting(c, begun.wait);
    const attempt = attempts(c, 'provider');
    if (attempt.wait !== null) return waiting(c, attempt.wait);
    const away = await provider.start(nextOf(c.req.query('next')));
    if ('why' in away) return c.redirect(`/console/sign-in?notice=${away.why}`, 303);
    // Many people share a network: only what was in vain counts, here and on the way back.
    attempt.forgive();
    giveCookies(c, away.cookies);
    return c.redirect(away.to, 303);
  });

  app.get(`${authPath}/callback/${providerId}`, async (c) => {
    const attempt = attempts(c, 'provider');
    if (attempt.wait !== null) return waiting(c, attempt.wait);
    const came = await provider.finish(c.req.raw);
    if (came.kind === 'refused') {
      const detail = { with: provider.name, why: came.why };
      await audit(db, { personId: null, action: 'sign-in refused', subject: 'nobody', detail }, clock());
      return c.redirect(`/console/sign-in?notice=${came.why}`, 303);
    }
    attempt.forgive();
    await endSessionBefore(options, c);
    giveCookies(c, came.cookies);
    return c.redirect(nextOf(came.to), 303);
  });
  return app;
}
