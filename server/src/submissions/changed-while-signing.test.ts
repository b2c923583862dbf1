import { expect, test } from 'vitest';
import { closedWith } from '../../test/closed-quarters.ts';
import { aCollector, count, type TestCollector } from '../../test/collector.ts';
import { handIn, submitOptions, submitted, submitting } from '../../test/submissions.ts';
import { submissionEvent } from '../database/schema.ts';
import { submitQuarter, type HandIn } from './submissions.ts';

const quarter = '2026-04';
const regions = { central: { 4: 20, 5: 20 }, east: { 2: 3 }, south: { 3: 30 } };

/** The representative returns the quarter. */
async function returned({ db, clock }: TestCollector, { snapshotId, position }: HandIn): Promise<void> {
  const step = {
    departmentId: 1,
    quarter,
    kind: 'returned',
    personId: 'someone',
    text: 'Check the paper forms.',
  } as const;
  await db.insert(submissionEvent).values({ ...step, snapshotId, at: clock.now, position: position + 1 });
}

test('of two people who submit at once, one wins', async () => {
  await using collector = await aCollector();
  await closedWith(collector.db, quarter, { regions, closedAt: collector.clock.now });
  const given = await submitting(collector, quarter, await handIn(collector, quarter));
  const options = await submitOptions(collector);
  const outcomes = await Promise.all([submitQuarter(options, given), submitQuarter(options, given)]);
  expect(outcomes.map(({ outcome }) => outcome).toSorted()).toEqual(['submitted', 'taken']);
  expect(await count(collector.db, 'submission')).toBe(1);
  expect(await count(collector.db, "audit_event WHERE action = 'quarter submitted'")).toBe(1);
});

test('a restatement after the hand-in makes it stale', async () => {
  await using collector = await aCollector();
  await closedWith(collector.db, quarter, { regions, closedAt: collector.clock.now });
  const given = await submitting(collector, quarter, await handIn(collector, quarter));
  await closedWith(collector.db, quarter, { regions, version: 2, closedAt: collector.clock.now + 1 });
  expect(await submitQuarter(await submitOptions(collector), given)).toEqual({ outcome: 'stale' });
  expect(await count(collector.db, 'submission')).toBe(0);
});

test('stores nothing if the quarter is returned or restated while it is being signed', async () => {
  await using collector = await aCollector();
  await closedWith(collector.db, quarter, { regions, closedAt: collector.clock.now });
  const options = await submitOptions(collector);
  const restate = () => closedWith(collector.db, quarter, { regions, version: 2, closedAt: collector.clock.now });
  for (const [outcome, change] of [
    ['taken', returned],
    ['stale', restate],
  ] as const) {
    const given = await submitting(collector, quarter, await handIn(collector, quarter));
    const signingKey = async () => {
      await change(collector, given.handedIn);
      return options.signingKey();
    };
    expect(await submitQuarter({ ...options, signingKey }, given)).toEqual({ outcome });
    expect(await count(collector.db, 'submission')).toBe(0);
  }
});

test('signs again with the new key if the key is rotated while it is being signed', async () => {
  await using collector = await aCollector();
  await closedWith(collector.db, quarter, { regions, closedAt: collector.clock.now });
  const given = await submitting(collector, quarter, await handIn(collector, quarter));
  const options = await submitOptions(collector);
  let rotated = false;
  const signingKey = async () => {
    const key = await options.signingKey();
    if (!rotated) await collector.heart('key', 'rotate');
    rotated = true;
    return key;
  };
  expect(await submitQuarter({ ...options, signingKey }, given)).toMatchObject({ outcome: 'submitted' });
  const current = 'key_id = (SELECT id FROM signing_key WHERE retired_at IS NULL)';
  expect(await count(collector.db, `submission WHERE ${current}`)).toBe(1);
  expect((await collector.heart('verify')).code).toBe(0);
});

test('two quarters of a department that are submitted at once both get their place in the chain', async () => {
  await using collector = await aCollector();
  for (const id of ['2026-01', quarter]) await closedWith(collector.db, id, { regions, closedAt: 1 });
  await Promise.all([submitted(collector, '2026-01'), submitted(collector, quarter)]);
  expect(await count(collector.db, "submission WHERE previous = ''")).toBe(1);
  expect((await collector.heart('verify')).out).toContain('Checked 2 signed submissions: none was changed');
});

test('a person who submits what they handed in themselves has to write a note', async () => {
  await using collector = await aCollector();
  await closedWith(collector.db, quarter, { regions, closedAt: 1 });
  const given = await submitting(collector, quarter, await handIn(collector, quarter));
  const alone = { ...given, person: given.handedIn.by };
  await expect(submitQuarter(await submitOptions(collector), alone)).rejects.toThrow('needs a note');
  const noted = { ...alone, note: 'The representative is on leave.' };
  expect(await submitQuarter(await submitOptions(collector), noted)).toMatchObject({ outcome: 'submitted' });
  const { rows } = await collector.db.$client.execute('SELECT manifest FROM submission');
  expect(JSON.parse(String(rows[0]!['manifest']))).toMatchObject({
    byOnePerson: true,
    submitted: { note: 'The representative is on leave.' },
  });
});
