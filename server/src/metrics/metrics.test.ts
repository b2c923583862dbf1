import { mkdir, rm, writeFile } from 'node:fs/promises';
import { expect, test, vi } from 'vitest';
import { aForm } from '../../test/bad-forms.ts';
import { aFolder } from '../../test/folder.ts';
import { aCollector, aResponse, send, sendForm } from '../../test/collector.ts';
import { askMetrics, metricsToken, readMetrics, samplesOf } from '../../test/metrics.ts';
import { aPerson, sendForm as sendConsoleForm } from '../../test/staff.ts';
import { postTogether } from '../../test/wire.ts';
import { startJobs } from '../jobs/schedule.ts';
import { createMeter } from './metrics.ts';

const readable = { METRICS_TOKEN: metricsToken };

test('the metrics need the token, and do not exist if none is configured', async () => {
  await using closed = await aCollector();
  await using open = await aCollector(readable);
  const nowhere = await fetch(`${closed.url}/nowhere`);
  const refused = await askMetrics(closed);
  expect([refused.status, await refused.text()]).toEqual([404, await nowhere.text()]);
  for (const token of ['', 'x', metricsToken.slice(1), `${metricsToken}x`, 'undefined']) {
    const { status, headers } = await askMetrics(open, token);
    expect([status, headers.get('www-authenticate')], token).toEqual([401, 'Bearer']);
  }
  expect((await fetch(`${open.url}/metrics`)).status).toBe(401);
  const { status, headers } = await askMetrics(open, metricsToken, 'HEAD');
  expect(status).toBe(200);
  expect(headers.get('content-type')).toBe('text/plain; version=0.0.4; charset=utf-8');
  expect(headers.get('cache-control')).toBe('no-store');
  expect(headers.get('content-security-policy')).toContain("default-src 'none'");
  expect(headers.get('access-control-allow-origin')).toBeNull();
});

test('a token for figures does not read metrics', async () => {
  await using collector = await aCollector(readable);
  const { out } = await collector.heart('token', 'create');
  expect((await askMetrics(collector, out)).status).toBe(401);
});

test('counts responses by endpoint and outcome', async () => {
  await using collector = await aCollector(readable);
  const first = aResponse();
  for (const body of [first, first, { ...first, region: 'east' }, aResponse({ region: 'nowhere' }), {}]) {
    await send(collector, body);
  }
  await sendForm(collector, aForm());
  await sendForm(collector, aForm({ respect: null }));
  await fetch(`${collector.url}/s/central`);
  const samples = await readMetrics(collector);
  expect(samples).toMatchObject({
    'heart_responses_total{endpoint="api",outcome="stored"}': 1,
    'heart_responses_total{endpoint="api",outcome="replayed"}': 1,
    'heart_responses_total{endpoint="api",outcome="conflict"}': 1,
    'heart_responses_total{endpoint="api",outcome="unknown-region"}': 1,
    'heart_responses_total{endpoint="form",outcome="stored"}': 1,
    'heart_http_requests_total{zone="api",status="201"}': 1,
    'heart_http_requests_total{zone="api",status="200"}': 1,
    'heart_http_requests_total{zone="api",status="409"}': 1,
    'heart_http_requests_total{zone="api",status="404"}': 1,
    'heart_http_requests_total{zone="api",status="400"}': 1,
    'heart_http_requests_total{zone="form",status="303"}': 1,
    'heart_http_requests_total{zone="form",status="400"}': 1,
    'heart_http_requests_total{zone="survey",status="200"}': 1,
    'heart_http_request_duration_seconds_count{zone="api"}': 5,
    'heart_http_request_duration_seconds_bucket{zone="api",le="+Inf"}': 5,
  });
  expect(samples['process_resident_memory_bytes']).toBeGreaterThan(1e7);
  expect(samples['process_start_time_seconds']).toBe(collector.clock.now / 1000);
  expect(samples['heart_database_bytes']).toBeGreaterThan(0);
  expect(samples['heart_disk_free_bytes']).toBeGreaterThan(0);
  expect(samples).toHaveProperty(['heart_event_loop_delay_seconds{percentile="99"}']);
});

test('every response is in one commit, and histogram buckets only grow', async () => {
  await using collector = await aCollector(readable);
  const statuses = await postTogether(
    collector.url,
    Array.from({ length: 20 }, () => aResponse()),
  );
  expect(statuses).toEqual(Array(20).fill(201));
  const samples = await readMetrics(collector);
  expect(samples['heart_commit_responses_sum']).toBe(20);
  expect(samples['heart_commit_responses_count']).toBeLessThanOrEqual(20);
  expect(samples).toMatchObject({
    heart_commit_duration_seconds_count: samples['heart_commit_responses_count'],
    heart_commits_failed_total: 0,
    heart_writer_queue_length: 0,
  });
  const buckets = Object.entries(samples).filter(([name]) => name.startsWith('heart_commit_responses_bucket'));
  const counts = buckets.map(([, count]) => count);
  expect(counts).toHaveLength(10);
  expect(counts).toEqual(counts.toSorted((one, other) => one - other));
  expect(counts.at(-1)).toBe(samples['heart_commit_responses_count']);
});

test('a failing database shows in commits, responses and statuses', async () => {
  await using collector = await aCollector(readable);
  await collector.db.$client.execute('ALTER TABLE region RENAME TO away');
  expect((await send(collector, aResponse())).status).toBe(503);
  expect(await readMetrics(collector)).toMatchObject({
    'heart_responses_total{endpoint="api",outcome="failed"}': 1,
    'heart_http_requests_total{zone="api",status="503"}': 1,
    heart_commits_failed_total: 1,
    heart_commit_duration_seconds_count: 1,
  });
});

test('counts failed attempts to send an email, and the emails that wait in the outbox', async () => {
  await using collector = await aCollector({
    ...readable,
    SMTP_URL: 'smtp://127.0.0.1:1',
    MAIL_FROM: 'survey@example.gov',
  });
  const { email } = await aPerson(collector, 'ambassador');
  expect(await readMetrics(collector)).toMatchObject({
    heart_email_failures_total: 0,
    heart_outbox_oldest_waiting_seconds: 0,
    'heart_outbox_emails{state="waiting"}': 0,
    'heart_outbox_emails{state="unsure"}': 0,
  });
  await sendConsoleForm(collector, '/console/forgotten', { email });
  await expect.poll(() => readMetrics(collector)).toHaveProperty('heart_email_failures_total', 1);
  collector.clock.now += 3_600_000;
  expect(await readMetrics(collector)).toMatchObject({
    heart_outbox_oldest_waiting_seconds: 3600,
    'heart_outbox_emails{state="waiting"}': 1,
  });
  // The alert is about `failed` and `unsure`.
  await collector.db.$client.execute("UPDATE outbox SET state = 'failed', problem = 'obsolete'");
  expect(await readMetrics(collector)).toMatchObject({
    'heart_outbox_emails{state="failed"}': 0,
    'heart_outbox_emails{state="obsolete"}': 1,
  });
});

test('shows when each job last ran and last succeeded, and how often it failed', async () => {
  let now = 1_800_000_000_000;
  const meter = createMeter({ clock: () => now, databaseUrl: 'libsql://heart.example.gov', isRead: false });
  const failures = [new Error('no disk'), null];
  const log = { info: () => {}, error: () => {} };
  const run = async () => {
    now += 60_000;
    const failure = failures.shift();
    if (failure) throw failure;
  };
  const jobs = startJobs([meter.watched({ name: 'tidies', when: '* * * * * *', run })], log);
  const seen = await vi.waitFor(
    async () => {
      const samples = samplesOf(await meter.text());
      expect(samples['heart_job_runs_total{task="tidies",outcome="succeeded"}']).toBe(1);
      return samples;
    },
    { timeout: 10_000 },
  );
  await jobs.stop();
  expect(seen).toMatchObject({
    'heart_job_runs_total{task="tidies",outcome="failed"}': 1,
    'heart_job_last_run_timestamp_seconds{task="tidies"}': 1_800_000_120,
    'heart_job_last_success_timestamp_seconds{task="tidies"}': 1_800_000_120,
  });
  // The size of a database server cannot be measured from here, so it is left out instead of shown as 0.
  for (const name of ['heart_database_bytes', 'heart_wal_bytes', 'heart_disk_free_bytes']) {
    expect(seen).not.toHaveProperty(name);
  }
});

test('reports the last good backup by a correct clock, or 0 if there is none, so that an alert fires', async () => {
  const name = 'heart_last_backup_timestamp_seconds';
  await using without = await aCollector(readable);
  expect(await readMetrics(without)).not.toHaveProperty(name);

  await using folder = await aFolder();
  await using collector = await aCollector({ ...readable, BACKUP_FOLDER: folder.file('backups') });
  const last = async () => (await readMetrics(collector))[name];
  expect(await last(), 'no folder yet').toBe(0);
  await mkdir(folder.file('backups'));
  expect(await last(), 'an empty folder').toBe(0);
  await writeFile(folder.file('backups/heart-20260816T190000Z.db'), '');
  await writeFile(folder.file('backups/heart-20300101T000000Z.db'), '');
  expect(await last()).toBe(Date.UTC(2026, 7, 16, 19) / 1000);
  await rm(folder.file('backups'), { recursive: true });
  await writeFile(folder.file('backups'), 'no folder at all');
  expect(await last()).toBe(0);
});

test('an unresponsive backup folder delays no metric', async () => {
  const lastBackup = () => new Promise<number>(() => {});
  const meter = createMeter({ clock: () => 0, databaseUrl: 'libsql://heart.example.gov', isRead: false, lastBackup });
  expect(samplesOf(await meter.text())).toHaveProperty('heart_last_backup_timestamp_seconds', 0);
});

test('counts of refusals and failures start at 0, because an alert notices a first event only as a change', async () => {
  await using collector = await aCollector(readable);
  const samples = await readMetrics(collector);
  for (const status of [429, 500, 503]) {
    expect(samples[`heart_http_requests_total{zone="survey",status="${status}"}`]).toBe(0);
  }
  for (const task of ['close-quarters', 'purge']) {
    for (const outcome of ['succeeded', 'failed']) {
      expect(samples[`heart_job_runs_total{task="${task}",outcome="${outcome}"}`], task).toBe(0);
    }
  }
});

test('the metrics contain nothing about a region, a customer or a person on the staff', async () => {
  const email = { SMTP_URL: 'smtp://127.0.0.1:1', MAIL_FROM: 'survey@example.gov' };
  await using collector = await aCollector({ ...readable, ...email, TRUST_PROXY: '1' });
  const staff = await aPerson(collector, 'junior');
  const response = aResponse({ rating: 1, comment: 'Thank you, Mrs. Vasquez', language: 'es' });
  const headers = { 'Content-Type': 'application/json', 'X-Forwarded-For': '203.0.113.77', 'User-Agent': 'Probe/7' };
  await fetch(`${collector.url}/api/v1/responses`, { method: 'POST', headers, body: JSON.stringify(response) });
  await staff.get('/console/cws/2026-07/central');
  for (const path of ['/s/central?employee=abcdef', '/s/nowhere-at-all', '/%22%7D%20evil', '/print/central']) {
    await fetch(collector.url + path, { headers: { 'User-Agent': 'Probe/7' } });
  }
  const text = await (await askMetrics(collector)).text();
  for (const name of ['central', 'east', 'cws', response.id, 'Vasquez', '203.0.113', 'Probe', staff.email, 'abcdef']) {
    expect(text, name).not.toContain(name);
  }
  expect(text).not.toMatch(/nowhere-at-all|evil|@/);
  const labels = new Set([...text.matchAll(/([a-z]+)="/g)].map(([, label]) => label));
  expect([...labels].toSorted()).toEqual([
    'endpoint',
    'le',
    'node',
    'outcome',
    'percentile',
    'state',
    'status',
    'task',
    'version',
    'zone',
  ]);
});
