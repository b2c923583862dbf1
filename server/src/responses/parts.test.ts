import type { SurveyResponse } from '@heart-survey/shared/response';
import { expect, test } from 'vitest';
import { aForm } from '../../test/bad-forms.ts';
import { aCollector, aResponse, count, midQuarter, send, sendForm, type TestCollector } from '../../test/collector.ts';
import { fingerprint, fingerprintKey } from './fingerprint.ts';

const day = 24 * 60 * 60 * 1000;

/** A collector with the groups of two departments, and campaigns of `cws`: one of Central, one of the department. */
async function aCollectorWithParts(): Promise<TestCollector> {
  const collector = await aCollector();
  await collector.db.$client.executeMultiple(`
    INSERT INTO department (id, slug, name, zone, first_month) VALUES (2, 'other', 'Other', 'America/New_York', 7);
    INSERT INTO person (id, name, email, email_verified, created_at, updated_at) VALUES ('p', 'P', 'p@example.org', 1, 0, 0);
    INSERT INTO customer_group (id, department_id, code, names, place, created_at, ended_at) VALUES
      (1, 1, 'client', '{"en":"Client"}', 1, 0, NULL), (2, 1, 'advocate', '{"en":"Advocate"}', 2, 0, ${midQuarter}),
      (3, 2, 'client', '{"en":"Client"}', 1, 0, NULL), (4, 2, 'partner', '{"en":"Partner"}', 2, 0, NULL);
    INSERT INTO campaign (id, send_id, department_id, region_id, code, name, purpose, audience, stage, starts_on, ends_on, proposed_at, proposed_by)
      SELECT value->>0, value->>0, value->>1, value->>2, value->>3, 'A', 'B', 'external', value->>4, value->>5, value->>6, 0, 'p'
      FROM json_each('[
        [1, 1, null, "lobby", "approved", "2026-08-17", "2026-08-18"],
        [2, 1, 3, "central", "approved", "2026-07-01", "2026-09-30"],
        [3, 1, null, "asked", "proposed", "2026-07-01", "2026-09-30"],
        [4, 1, null, "over", "ended", "2026-07-01", "2026-09-30"],
        [5, 2, null, "others", "approved", "2026-07-01", "2026-09-30"]]');`);
  return collector;
}

async function stored({ db }: TestCollector): Promise<unknown[][]> {
  const { rows } = await db.$client.execute('SELECT group_id, campaign_id FROM response ORDER BY received_at, rowid');
  return rows.map((row) => [row['group_id'], row['campaign_id']]);
}

test('stores the group and the campaign of a response, from JSON and from a form', async () => {
  await using collector = await aCollectorWithParts();
  expect((await send(collector, aResponse({ group: 'client', campaign: 'lobby' }))).status).toBe(201);
  expect((await send(collector, aResponse({ campaign: 'central' }))).status).toBe(201);
  expect((await sendForm(collector, aForm({ group: 'client', campaign: 'lobby' }))).status).toBe(303);
  expect((await sendForm(collector, aForm({ group: '', campaign: '' }))).status).toBe(303);
  expect(await stored(collector)).toEqual([
    [1, 1],
    [null, 2],
    [1, 1],
    [null, null],
  ]);
  expect(await count(collector.db, 'group_response_tally WHERE responses > 0')).toBeGreaterThan(0);
  expect(await collector.heart('verify')).toMatchObject({ code: 0 });
});

test('counts a response without a group or a campaign that is unknown, ended, or of somebody else', async () => {
  await using collector = await aCollectorWithParts();
  const hints: [group: unknown, campaign: unknown][] = [
    ['advocate', 'asked'],
    ['partner', 'others'],
    ['CLIENT', 'over'],
    [7, { code: 'lobby' }],
    ['client'.repeat(50), '1'],
    ["client' OR 1=1 --", 'lobby\u0000'],
  ];
  for (const [group, campaign] of hints) {
    expect((await send(collector, aResponse({ group, campaign }))).status).toBe(201);
  }
  expect((await send(collector, aResponse({ region: 'east', campaign: 'central' }))).status).toBe(201);
  expect(await stored(collector)).toEqual(Array.from({ length: 7 }, () => [null, null]));
});

test('counts a campaign from the start of its first day to the end of its last, in the department’s zone', async () => {
  await using collector = await aCollectorWithParts();
  const first = Date.UTC(2026, 7, 17, 7);
  const end = first + 2 * day;
  for (const now of [first - 1, first, end - 1, end]) {
    collector.clock.now = now;
    expect((await send(collector, aResponse({ campaign: 'lobby' }))).status).toBe(201);
  }
  expect(await stored(collector)).toEqual([null, 1, 1, null].map((campaign) => [null, campaign]));
});

test('answers a replay as it was sent, also after the group and the campaign have ended', async () => {
  await using collector = await aCollectorWithParts();
  const response = aResponse({ group: 'client', campaign: 'lobby' });
  expect((await send(collector, response)).status).toBe(201);
  await collector.db.$client.executeMultiple(
    "UPDATE customer_group SET ended_at = 1; UPDATE campaign SET stage = 'ended';",
  );
  expect((await send(collector, response)).status).toBe(200);
  for (const other of [{ group: undefined }, { campaign: null }, { group: 'lobby', campaign: 'client' }]) {
    expect((await send(collector, { ...response, ...other })).status).toBe(409);
  }
  expect(await stored(collector)).toEqual([[1, 1]]);
});

test('keeps the fingerprint of a response without a group and a campaign as it was before they existed', () => {
  const response: SurveyResponse = {
    ...{ id: '0d0b8f5e-5c0b-4a53-8a4f-1e1d1c7a9b10', region: 'central', ratings: { helpfulness: 5, overall: 4 } },
    ...{ comment: 'Ms. Lee called back the same day.', language: 'en', channel: 'page', employee: null, wording: 1 },
    ...{ mayShow: false, group: null, campaign: null },
  };
  const key = fingerprintKey('a secret for this test');
  // Computed by a version that did not know the fields.
  expect(fingerprint(key, response)).toBe('kr7o-r8aANQnR4tjFXhhnTarewc2a6YzDds7txlfGv4');
  const others = [{ group: 'x' }, { campaign: 'x' }, { group: 'x', campaign: 'x' }, { mayShow: true, group: 'x' }];
  const different = others.map((other) => fingerprint(key, { ...response, ...other }));
  expect(new Set(different).size).toBe(others.length);
});
