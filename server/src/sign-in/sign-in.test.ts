import { expect, test } from 'vitest';
import { aCollector } from '../../test/collector.ts';
import { aPerson, sendForm, signIn } from '../../test/staff.ts';

test('an invited person sets a password, signs in, sees the console, and signs out', async () => {
  await using collector = await aCollector();
  const ambassador = await aPerson(collector, 'ambassador', 'cws');
  const home = await ambassador.get('/console');
  expect(home.status).toBe(200);
  expect(home.body).toContain('HEART Ambassador, Child Welfare Services');
  const out = await ambassador.post('/console/sign-out');
  expect(out.status).toBe(303);
  expect((await ambassador.get('/console')).status).toBe(303);
});

test('gives the same answer for a wrong password and an unknown address', async () => {
  await using collector = await aCollector();
  const { email } = await aPerson(collector, 'ambassador', 'cws');
  const wrong = await sendForm(collector, '/console/sign-in', { email, password: 'wrong wrong wrong wrong' });
  const unknown = await sendForm(collector, '/console/sign-in', { email: 'x@example.gov', password: 'wrong' });
  expect([wrong.status, unknown.status]).toEqual([401, 401]);
  expect(wrong.body.replaceAll(email, '')).toBe(unknown.body.replaceAll('x@example.gov', ''));
  expect((await signIn(collector, email)).cookie).toContain('heart.session_token=');
});
