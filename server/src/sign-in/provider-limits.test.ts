import { expect, test } from 'vitest';
import { aCollector, count, type TestCollector } from '../../test/collector.ts';
import { aProvider, claims, invited, throughProvider } from '../../test/provider.ts';
import { openExactly } from '../../test/wire.ts';

// Sign-ins with the provider are counted per network, which many people share.

/** Starts a sign-in with the provider, as a browser does. */
const start = ({ url }: TestCollector, headers: Record<string, string> = {}) =>
  openExactly(`${url}/console/sign-in/provider`, headers);

test('lets a whole agency behind one address sign in within 15 minutes', async () => {
  await using provider = await aProvider(claims);
  await using collector = await aCollector(provider.env);
  await invited(collector);
  for (let person = 0; person < 70; person += 1) {
    const started = await start(collector);
    expect(started.headers.location, String(person)).toMatch(/^http/);
  }
  expect((await throughProvider(collector)).headers.get('location')).toBe('/console');
});

test('makes a network wait after sixty failed callbacks from the provider', async () => {
  await using provider = await aProvider(claims);
  await using collector = await aCollector(provider.env);
  await invited(collector);
  const fail = () => fetch(`${collector.url}/console/auth/callback/oidc?code=x&state=y`, { redirect: 'manual' });
  for (let time = 0; time < 60; time += 1) expect((await fail()).headers.get('location')).toContain('notice=stale');
  expect((await fail()).status).toBe(429);
  expect((await start(collector)).statusCode).toBe(429);
  collector.clock.now += 15 * 60 * 1000;
  expect((await throughProvider(collector)).headers.get('location')).toBe('/console');
});

test('a frame on another site’s page does not start a sign-in', async () => {
  await using provider = await aProvider(claims);
  await using collector = await aCollector(provider.env);
  await invited(collector);
  const navigation = { 'Sec-Fetch-Mode': 'navigate' };
  for (const site of ['cross-site', 'same-site']) {
    for (const dest of ['iframe', 'frame', 'object', 'embed']) {
      const framed = await start(collector, { ...navigation, 'Sec-Fetch-Site': site, 'Sec-Fetch-Dest': dest });
      expect(framed.statusCode, `${site} ${dest}`).toBe(403);
    }
    const link = await start(collector, { ...navigation, 'Sec-Fetch-Site': site, 'Sec-Fetch-Dest': 'document' });
    expect(link.statusCode, site).toBe(303);
  }
  expect(await count(collector.db, 'verification')).toBe(2);
});
