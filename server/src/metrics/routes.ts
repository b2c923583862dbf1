import { hash, timingSafeEqual } from 'node:crypto';
import { Hono } from 'hono';

/**
 * `/metrics`, for whoever has the token. Without one in the configuration the page is not there: behind a proxy every
 * request comes from this machine, so that an address proves nothing.
 */
export function metricsRoutes({ text }: { text: () => Promise<string> }, token: string | undefined): Hono {
  const app = new Hono();
  if (token === undefined) return app;
  const good = sha256(token);
  app.get('/metrics', async (c) => {
    const given = /^Bearer +(\S+)$/i.exec(c.req.header('authorization') ?? '')?.[1] ?? '';
    if (!timingSafeEqual(sha256(given), good)) {
      c.header('WWW-Authenticate', 'Bearer');
      return c.text('The metrics need the token of METRICS_TOKEN.', 401);
    }
    return c.body(await text(), 200, { 'Content-Type': 'text/plain; version=0.0.4; charset=utf-8' });
  });
  return app;
}

function sha256(text: string): Buffer {
  return hash('sha256', text, 'buffer');
}
