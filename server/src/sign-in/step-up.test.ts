import { expect, test } from 'vitest';
import { aCollector, count } from '../../test/collector.ts';
import { oneTimeCode, wrongCode } from '../../test/one-time-code.ts';
import { begun, withSecondFactor } from '../../test/second-factor.ts';
import { aPerson, cookiesOf } from '../../test/staff.ts';
import { aStepUpPage, stepUpPath } from '../../test/step-up-page.ts';

test('accepts a code from the app once', async () => {
  await using collector = await aCollector();
  const { secret, staff } = await withSecondFactor(collector, await aPerson(collector, 'representative'));
  const page = await aStepUpPage(collector);
  const give = async (code: string) => JSON.parse((await page.post(stepUpPath, staff.cookie, { code })).body) as object;
  // The code that turned it on a moment ago is used up.
  expect(await give(oneTimeCode(secret))).toEqual({ why: 'wrong' });
  const code = oneTimeCode(secret, 1);
  const both = await Promise.all([give(`${code.slice(0, 3)} ${code.slice(3)}`), give(code)]);
  expect(both).toContainEqual({ proof: { method: 'one-time code', at: collector.clock.now } });
  expect(both).toContainEqual({ why: 'wrong' });
  expect(await count(collector.db, "audit_event WHERE action = 'verification code rejected'")).toBe(2);
});

test('a backup code proves nothing, and stays good for signing in', async () => {
  await using collector = await aCollector();
  const { codes, staff } = await withSecondFactor(collector, await aPerson(collector, 'representative'));
  const page = await aStepUpPage(collector);
  for (const fields of [{ code: codes[0]! }, { backup: codes[0]! }, { code: '', backup: codes[0]! }]) {
    expect(JSON.parse((await page.post(stepUpPath, staff.cookie, fields)).body)).toEqual({ why: 'wrong' });
  }
});

test('ten wrong codes lock it for a while, even for the right code', async () => {
  await using collector = await aCollector();
  const { secret, staff } = await withSecondFactor(collector, await aPerson(collector, 'representative'));
  const page = await aStepUpPage(collector);
  const give = async (code: string) => JSON.parse((await page.post(stepUpPath, staff.cookie, { code })).body) as object;
  for (let tries = 0; tries < 10; tries += 1) expect(await give(wrongCode(secret))).toEqual({ why: 'wrong' });
  expect(await give(oneTimeCode(secret, 1))).toEqual({ why: 'locked', wait: 900 });
  collector.clock.now += 900_000;
  expect(await give(oneTimeCode(secret, 1))).toMatchObject({ proof: { method: 'one-time code' } });
});

test('ten wrong codes from any networks lock it, but not signing in', async () => {
  await using collector = await aCollector({ TRUST_PROXY: '1' });
  const { secret, staff } = await withSecondFactor(collector, await aPerson(collector, 'representative'));
  const page = await aStepUpPage(collector);
  const give = async (code: string, from: number) => {
    const answer = await page.post(stepUpPath, staff.cookie, { code }, { 'x-forwarded-for': `10.${from}.1.1` });
    return JSON.parse(answer.body) as object;
  };
  for (let from = 0; from < 10; from += 1) expect(await give(wrongCode(secret), from)).toEqual({ why: 'wrong' });
  expect(await give(oneTimeCode(secret, 1), 10)).toEqual({ why: 'locked', wait: 900 });
  const challenged = await page.post('/console/sign-in', '', { email: staff.email, password: staff.password });
  const fields = { code: oneTimeCode(secret, 1), backup: '', next: '/console' };
  const signedIn = await page.post('/console/sign-in/code', cookiesOf(challenged), fields);
  expect([signedIn.status, signedIn.headers.get('location')]).toEqual([303, '/console']);
});

test('without two-step verification, no code proves anything, and none turns it on', async () => {
  await using collector = await aCollector();
  const staff = await aPerson(collector, 'representative');
  const page = await aStepUpPage(collector);
  const answer = await page.post(stepUpPath, staff.cookie, { code: '123456' });
  expect(JSON.parse(answer.body)).toEqual({ why: 'no second factor' });
  const { secret } = await begun(staff);
  const started = await page.post(stepUpPath, staff.cookie, { code: oneTimeCode(secret) });
  expect(JSON.parse(started.body)).toEqual({ why: 'no second factor' });
  expect(await count(collector.db, 'person WHERE two_factor_enabled')).toBe(0);
});
