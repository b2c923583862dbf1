import { Hono } from 'hono';
import { expect, test } from 'vitest';
import { reporter } from './report.ts';

test('logs the route of a failed request, never the secret in its URL', async () => {
  const lines: unknown[] = [];
  const report = reporter({ info: () => {}, error: (line: unknown) => void lines.push(line) }, () => 0);
  const app = new Hono();
  app.use('/console/*', (_, next) => next());
  app.get('/console/link/:secret', () => {
    throw new Error('The disk is on fire.');
  });
  app.onError((error, c) => {
    report(error, c);
    return c.text('', 500);
  });
  await app.request('/console/link/s3cret');
  expect(lines).toEqual([
    { err: expect.any(Error), method: 'GET', route: '/console/link/:secret', status: 500, ms: expect.any(Number) },
  ]);
});

test('does not log that a client hung up, but logs what failed meanwhile', async () => {
  const lines: unknown[] = [];
  const report = reporter({ info: () => {}, error: (line: unknown) => void lines.push(line) }, () => 0);
  const client = new AbortController();
  const failures = [() => client.signal.reason as Error, () => new Error('The disk is on fire.')];
  const app = new Hono();
  app.get('/', () => {
    client.abort();
    throw failures.shift()!();
  });
  app.onError((error, c) => {
    report(error, c);
    return c.text('', 500);
  });
  const { signal } = client;
  await app.request(new Request('http://localhost/', { signal }));
  expect(lines).toEqual([]);
  await app.request(new Request('http://localhost/', { signal }));
  expect(lines).toMatchObject([{ err: { message: 'The disk is on fire.' } }]);
});
