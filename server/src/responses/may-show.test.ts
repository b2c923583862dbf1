import type { SurveyResponse } from '@heart-survey/shared/response';
import { expect, test } from 'vitest';
import { aForm } from '../../test/bad-forms.ts';
import { aCollector, aResponse, send, sendForm, type TestCollector } from '../../test/collector.ts';
import { fingerprint, fingerprintKey } from './fingerprint.ts';

/** Turns the box on or off in the sample department, which has every region. */
async function ask({ db }: TestCollector, isOn: boolean): Promise<void> {
  await db.$client.execute(`UPDATE department SET asks_to_show = ${isOn ? 1 : 0}`);
}

async function stored({ db }: TestCollector): Promise<unknown[]> {
  const { rows } = await db.$client.execute('SELECT may_show FROM response ORDER BY received_at, rowid');
  return rows.map((row) => row['may_show']);
}

test('stores the permission to show a comment, from JSON and from a form', async () => {
  await using collector = await aCollector();
  await ask(collector, true);
  const comment = 'Ms. Lee called back.';
  expect((await send(collector, aResponse({ comment, mayShow: true }))).status).toBe(201);
  expect((await send(collector, aResponse({ comment, mayShow: false }))).status).toBe(201);
  expect((await send(collector, aResponse({ comment }))).status).toBe(201);
  expect((await sendForm(collector, aForm({ comment, mayShow: 'on' }))).status).toBe(303);
  expect((await sendForm(collector, aForm({ comment }))).status).toBe(303);
  expect(await stored(collector)).toEqual([1, null, null, 1, null]);
});

test('stores no permission without a comment, or with a value that it does not know', async () => {
  await using collector = await aCollector();
  await ask(collector, true);
  expect((await send(collector, aResponse({ mayShow: true }))).status).toBe(201);
  expect((await send(collector, aResponse({ comment: 'Thanks', mayShow: { yes: 1 } }))).status).toBe(201);
  expect((await sendForm(collector, aForm({ comment: '', mayShow: 'on' }))).status).toBe(303);
  const twice = new URLSearchParams(aForm({ comment: 'Thanks', mayShow: 'on' }));
  twice.append('mayShow', 'on');
  expect((await sendForm(collector, twice.toString())).status).toBe(303);
  expect(await stored(collector)).toEqual([null, null, null, null]);
});

test('ignores the permission if the department does not ask for it', async () => {
  await using collector = await aCollector();
  const response = aResponse({ comment: 'Thanks', mayShow: true });
  expect((await send(collector, response)).status).toBe(201);
  expect((await sendForm(collector, aForm({ comment: 'Thanks', mayShow: 'on' }))).status).toBe(303);
  expect(await stored(collector)).toEqual([null, null]);
  // What was sent is compared as it was sent, also after the setting has changed.
  await ask(collector, true);
  expect((await send(collector, response)).status).toBe(200);
  expect(await stored(collector)).toEqual([null, null]);
});

test('treats the same response with another permission as different content', async () => {
  await using collector = await aCollector();
  await ask(collector, true);
  const response = aResponse({ comment: 'Thanks' });
  expect((await send(collector, response)).status).toBe(201);
  expect((await send(collector, { ...response, mayShow: false })).status).toBe(200);
  expect((await send(collector, { ...response, mayShow: true })).status).toBe(409);
  const shown = aResponse({ comment: 'Thanks', mayShow: true });
  expect((await send(collector, shown)).status).toBe(201);
  expect((await send(collector, { ...shown, mayShow: 'on' })).status).toBe(200);
  expect((await send(collector, { ...shown, mayShow: undefined })).status).toBe(409);
  expect(await stored(collector)).toEqual([null, 1]);
});

test('keeps the fingerprint of a response without the permission as it was before the field existed', () => {
  const response: SurveyResponse = {
    id: '0d0b8f5e-5c0b-4a53-8a4f-1e1d1c7a9b10',
    region: 'central',
    ratings: { helpfulness: 5, overall: 4 },
    comment: 'Ms. Lee called back the same day.',
    language: 'en',
    channel: 'page',
    employee: null,
    wording: 1,
    mayShow: false,
    group: null,
    campaign: null,
  };
  const key = fingerprintKey('a secret for this test');
  // Computed by the version that did not know the field.
  expect(fingerprint(key, response)).toBe('kr7o-r8aANQnR4tjFXhhnTarewc2a6YzDds7txlfGv4');
  expect(fingerprint(key, { ...response, mayShow: true })).not.toBe(fingerprint(key, response));
});
