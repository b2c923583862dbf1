import { expect, test } from 'vitest';
import { aCollector, count, type TestCollector } from '../../test/collector.ts';
import { aProvider, claims, invited, throughProvider } from '../../test/provider.ts';
import { openExactly } from '../../test/wire.ts';

// Signing in at the provider is counted by network, and many people share one.

/** Asks to be sent to the provider, as a browser would. */
const start = ({ url }: TestCollector, headers: Record<string, string> = {}) =>
  openExactly(`${url}/console/sign-in/provider`, headers);

test('a whole agency behind one address begins to sign in within a quarter of an hour', async () => {
  await using provider = await aProvider(claims);
  await using collector = await aCollector(provider.env);
  await invited(collector);
  for (let person = 0; person < 70; person += 1) {
    const away = await start(collector);
    expect(away.headers.location, String(person)).toMatch(/^http/);
  }
  expect((await throughProvider(collector)).headers.get('location')).toBe('/console');
});

test('a network that comes back from the provider in vain sixty times has to wait', async () => {
  await using provider = await aProvider(claims);
  await using collector = await aCollector(provider.env);
  await invited(collector);
  const vain = () => fetch(`${collector.url}/console/auth/callback/oidc?code=x&state=y`, { redirect: 'manual' });
  for (let time = 0; time < 60; time += 1) expect((await vain()).headers.get('location')).toContain('notice=stale');
  expect((await vain()).status).toBe(429);
  expect((await start(collector)).statusCode).toBe(429);
  collector.clock.now += 15 * 60 * 1000;
  expect((await throughProvider(collector)).headers.get('location')).toBe('/console');
});

test('what a page of another site puts into a frame begins no sign-in', async () => {
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
