import { hash } from 'node:crypto';
import { expect, test } from 'vitest';
import { closedWith } from '../../test/closed-quarters.ts';
import { aCollector, count, type TestCollector } from '../../test/collector.ts';
import { aPerson } from '../../test/staff.ts';
import { handIn, submitted } from '../../test/submissions.ts';
import { submissionEvent } from '../database/schema.ts';
import type { Manifest } from './manifest-schema.ts';
import type { SubmissionRecord } from './submission-record.ts';

const quarter = '2026-04';
const path = `/api/v1/departments/cws/quarters/${quarter}/submission`;
/** Three people in one region: too few to be shown. */
const regions = { central: { 4: 20, 5: 20 }, east: { 2: 3 }, south: { 3: 30 }, adoptions: { 5: 6 } };

async function read({ url, heart }: TestCollector): Promise<SubmissionRecord> {
  const token = (await heart('token', 'create', '--name', 'test')).out.trim();
  const answer = await fetch(url + path, { headers: { Authorization: `Bearer ${token}` } });
  expect(answer.status).toBe(200);
  return (await answer.json()) as SubmissionRecord;
}

/** Records a step of the quarter. */
async function step(
  { db, clock }: TestCollector,
  kind: 'received' | 'restated' | 'returned',
  handedIn: { snapshotId: string },
): Promise<void> {
  const position = await count(db, 'submission_event');
  const { snapshotId } = handedIn;
  const row = { departmentId: 1, quarter, kind, snapshotId, at: clock.now, personId: 'someone', position };
  await db.insert(submissionEvent).values(row);
}

test('the submission and its status, without the steps inside the department', async () => {
  await using collector = await aCollector();
  const nothing = { department: 'cws', quarter, status: 'not submitted', submission: null };
  expect(await read(collector)).toEqual(nothing);
  await closedWith(collector.db, quarter, { regions, closedAt: collector.clock.now });
  const first = await handIn(collector, quarter);
  expect(await read(collector)).toEqual(nothing);
  await step(collector, 'returned', first);
  expect(await read(collector)).toEqual(nothing);

  const sha256 = await submitted(collector, quarter);
  const submission = { sha256, submittedAt: new Date(collector.clock.now).toISOString(), receivedAt: null };
  expect(await read(collector)).toMatchObject({ status: 'submitted', submission });
  collector.clock.now += 1000;
  await step(collector, 'received', first);
  const received = { ...submission, receivedAt: new Date(collector.clock.now).toISOString() };
  expect(await read(collector)).toMatchObject({ status: 'received', submission: received });
  await closedWith(collector.db, quarter, { regions, version: 2, closedAt: collector.clock.now });
  await step(collector, 'restated', first);
  await handIn(collector, quarter);
  expect(await read(collector)).toMatchObject({ status: 'restated', submission: received });
  const next = await submitted(collector, quarter);
  expect(await read(collector)).toMatchObject({ status: 'submitted', submission: { sha256: next, receivedAt: null } });
});

test('readers inside and outside the department get the same file, and others nothing', async () => {
  await using collector = await aCollector();
  await closedWith(collector.db, quarter, { regions, closedAt: collector.clock.now });
  await submitted(collector, quarter);
  const bodies = new Set<string>();
  for (const role of ['ambassador', 'representative', 'executive'] as const) {
    const person = await aPerson(collector, role);
    const answer = await person.get(path);
    expect(answer.status, role).toBe(200);
    bodies.add(answer.body);
  }
  expect(bodies.size).toBe(1);
  const token = (await collector.heart('token', 'create', '--name', 'test')).out.trim();
  const basic = { Authorization: `Basic ${Buffer.from(`x:${token}`).toString('base64')}` };
  expect(await (await fetch(collector.url + path, { headers: basic })).text()).toBe([...bodies][0]);
  for (const role of ['junior', 'administrator'] as const) {
    expect((await (await aPerson(collector, role)).get(path)).status, role).toBe(404);
  }
  expect((await fetch(collector.url + path)).status).toBe(401);
  const executive = await aPerson(collector, 'executive');
  for (const wrong of ['2026-05', '2027-01', '2026-13']) {
    expect((await executive.get(path.replace(quarter, wrong))).status, wrong).toBe(404);
  }
  const posted = await fetch(collector.url + path, { method: 'POST', headers: basic });
  expect([posted.status, posted.headers.get('allow')]).toEqual([405, 'GET, HEAD']);
});

test('the manifest has exactly the figures that are shown outside the department, as text', async () => {
  await using collector = await aCollector();
  await closedWith(collector.db, quarter, { regions, closedAt: collector.clock.now });
  await submitted(collector, quarter);
  const executive = await aPerson(collector, 'executive');
  const { submission } = JSON.parse((await executive.get(path)).body) as SubmissionRecord;
  const text = Buffer.from(submission!.file.payload, 'base64url').toString('utf8');
  const manifest = JSON.parse(text) as Manifest;
  const published = (await executive.get(`/api/v1/departments/cws/quarters/${quarter}`)).body;
  const inText = published.replaceAll(/(?<=[:[,])\d+(?=[,}\]])/g, '"$&"');
  const shown = JSON.parse(inText) as { regions: { plan: unknown }[]; total: object; target: string };
  expect(manifest.figures.regions).toEqual(shown.regions.map(({ plan: _, ...scores }) => scores));
  expect(manifest.figures.total).toEqual(shown.total);
  expect(manifest.target).toBe(shown.target);
  expect(JSON.stringify(manifest.figures.regions)).toContain('"suppressed"');
  // The hash of all figures alone would let a reader try out the withheld ones.
  const { rows } = await collector.db.$client.execute('SELECT id, sha256 FROM snapshot');
  const [id, sha256] = [String(rows[0]!['id']), String(rows[0]!['sha256'])];
  expect(manifest.snapshot.fingerprint).toBe(hash('sha256', `${id} ${sha256}`));
  for (const secret of [id, sha256]) expect(text).not.toContain(secret);
});
