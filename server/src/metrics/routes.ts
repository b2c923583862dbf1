import { hash, timingSafeEqual } from 'node:crypto';
import { Hono } from 'hono';

/**
 * `/metrics`, for clients with the token. Without a configured token the page does not exist: behind a proxy every
 * request comes from this machine, so an address proves nothing.
 */
export function metricsRoutes({ text }: { text: () => Promise<string> }, token: string | undefined): Hono {
  const app = new Hono();
  if (token === undefined) return app;
  const good = sha256(token);
  app.get('/metrics', async (c) => {
    const given = /^Bearer +(\S+)$/i.exec(c.req.header('authorization') ?? '')?.[1] ?? '';
    if (!timingSafeEqual(sha256(given), good)) {
      c.header('WWW-Authenticate', 'Bearer');
      return c.text('Send the token from METRICS_TOKEN to read the metrics.', 401);
    }
    return c.body(await text(), 200, { 'Content-Type': 'text/plain; version=0.0.4; charset=utf-8' });
  });
  return app;
}

function sha256(text: string): Buffer {
  return hash('sha256', text, 'buffer');
}
