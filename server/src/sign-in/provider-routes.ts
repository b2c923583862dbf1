import { Hono } from 'hono';
import { audit } from '../audit/audit.ts';
import type { Provider } from './provider.ts';
import { providerId } from './provider-identity.ts';
import { authPath } from './auth.ts';
import { endPreviousSession, setCookies, safeNext, tooManyAttempts, type SignInOptions } from './endpoint.ts';
import { stepUpRefusedPage } from './step-up-pages.ts';

/** Signing in with the agency's provider. Of the library's own paths, only the callback is reachable. */
export function providerRoutes(options: SignInOptions, provider: Provider): Hono {
  const { db, clock, attempts, stepUps, whoIs } = options;
  const app = new Hono();
  app.get('/console/sign-in/provider', async (c) => {
    const start = attempts(c, 'provider-start');
    if (start.wait !== null) return tooManyAttempts(c, start.wait);
    const attempt = attempts(c, 'provider');
    if (attempt.wait !== null) return tooManyAttempts(c, attempt.wait);
    const started = await provider.start(safeNext(c.req.query('next')));
    if ('why' in started) return c.redirect(`/console/sign-in?notice=${started.why}`, 303);
    // Many people share a network, so only failures count, here and in the callback.
    attempt.forgive();
    setCookies(c, started.cookies);
    return c.redirect(started.to, 303);
  });

  app.get(`${authPath}/callback/${providerId}`, async (c) => {
    const attempt = attempts(c, 'provider');
    if (attempt.wait !== null) return tooManyAttempts(c, attempt.wait);
    const stepUp = await stepUps.finish(c);
    if (stepUp !== undefined) {
      if (stepUp.status < 400) attempt.forgive();
      return stepUp;
    }
    const result = await provider.finish(c.req.raw);
    if (result.kind === 'refused') {
      const detail = { with: provider.name, why: result.why };
      await audit(db, { personId: null, action: 'sign-in refused', subject: 'nobody', detail }, clock());
      // The sign-in page would send someone who is signed in on to the console, without a word.
      const isConfirming = result.why === 'stale' && (await whoIs(c.req.raw.headers)) !== undefined;
      if (isConfirming) return c.html(stepUpRefusedPage('unknown', provider.name, '/console'), 403);
      return c.redirect(`/console/sign-in?notice=${result.why}`, 303);
    }
    attempt.forgive();
    await endPreviousSession(options, c);
    setCookies(c, result.cookies);
    return c.redirect(safeNext(result.to), 303);
  });
  return app;
}
