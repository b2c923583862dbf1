import { expect, test } from 'vitest';
import { aCollector, aResponse, send, type TestCollector } from '../../test/collector.ts';
import { closedWith } from '../../test/closed-quarters.ts';
import { text } from '../../test/console-page.ts';
import { publish, submitAsRows, withdraw } from '../../test/publishing.ts';
import { aPerson } from '../../test/staff.ts';
import { statement } from '../database/statement.ts';

// Nothing that is not submitted and published appears in public, by any address, format, language or cache.

const languages = ['en', 'es', 'ar'];
/** Published before, hidden, and never there. */
const quarters = ['2026-04', '2026-07', '2026-10'];
/** Midnight in California on October 1, 2026: the end of the quarter 2026-07. */
const end = Date.UTC(2026, 9, 1, 7);

const addresses = [
  ...['/results', '/results/cws', ...quarters.map((quarter) => `/results/cws/${quarter}`)].flatMap((page) =>
    languages.map((tag) => `${page}?lang=${tag}`),
  ),
  ...quarters.flatMap((quarter) =>
    ['.json', '.csv', '.csv-metadata.json'].map((ending) => `/results/cws/${quarter}${ending}`),
  ),
  ...['', ...quarters.map((quarter) => `&quarter=${quarter}`)].flatMap((query) =>
    languages.map((tag) => `/widget/v1/results/cws.json?lang=${tag}${query}`),
  ),
  '/data.json',
  '/openapi.json',
];

interface Seen {
  status: number;
  body: string;
  etag: string | null;
}

/** What is at every public address. */
async function everything({ url }: TestCollector): Promise<Map<string, Seen>> {
  const seen = await Promise.all(
    addresses.map(async (address): Promise<[string, Seen]> => {
      const answer = await fetch(url + address);
      return [address, { status: answer.status, body: await answer.text(), etag: answer.headers.get('etag') }];
    }),
  );
  return new Map(seen);
}

/** Every address shows the same as before, and a cache that asks with its tag keeps its copy. */
async function expectNothingNew(collector: TestCollector, before: Map<string, Seen>, step: string): Promise<void> {
  for (const [address, { etag, ...seen }] of before) {
    const answer = await fetch(collector.url + address, etag === null ? {} : { headers: { 'If-None-Match': etag } });
    const expected = etag === null ? seen : { status: 304, body: '' };
    expect({ status: answer.status, body: await answer.text() }, `${step}: ${address}`).toEqual(expected);
  }
  expect(await everything(collector), step).toEqual(before);
}

/** A step of a submission. */
async function submissionStep({ db, clock }: TestCollector, quarter: string, kind: 'handed in' | 'returned') {
  await db.$client.execute(
    statement(
      `INSERT INTO submission_event (department_id, quarter, kind, snapshot_id, text, at, person_id, position)
        SELECT 1, :quarter, :kind, id, 'A note.', :at, 'publisher',
          (SELECT count(*) FROM submission_event WHERE department_id = 1 AND quarter = :quarter)
        FROM snapshot WHERE quarter = :quarter ORDER BY version DESC LIMIT 1`,
      { quarter, kind, at: clock.now },
    ),
  );
}

test('nothing that is not published appears at any address, in any format or language, or from any cache', async () => {
  await using collector = await aCollector({ LANGUAGES: languages.join() });
  await using other = await aCollector({ LANGUAGES: languages.join(), DATABASE_URL: collector.env['DATABASE_URL']! });
  const published = { central: { 4: 30, 5: 12 }, east: { 3: 25, 5: 14 } };
  await closedWith(collector.db, '2026-04', { regions: published, closedAt: collector.clock.now });
  await publish(collector, { quarter: '2026-04' });
  const before = await everything(collector);
  const statuses = [...before.values()].map(({ status }) => status);
  expect(statuses.filter((status) => status === 200)).toHaveLength(9 + 3 + 6 + 2);
  // The addresses of the catalog are those of BASE_URL, which is the same for both.
  expect(await everything(other)).toEqual(before);
  const isHidden = async (step: string) => {
    await expectNothingNew(collector, before, step);
    await expectNothingNew(other, before, step);
  };

  for (let person = 0; person < 13; person += 1) await send(collector, aResponse({ rating: 1 + (person % 5) }));
  await isHidden('open');
  collector.clock.now = end;
  await isHidden('ended');
  expect(await collector.heart('close-quarter', '--quarter', '2026-07')).toMatchObject({ code: 0 });
  await isHidden('closed');
  await submissionStep(collector, '2026-07', 'handed in');
  await isHidden('handed in');
  await submissionStep(collector, '2026-07', 'returned');
  await isHidden('returned');
  const submission = await submitAsRows(collector, { quarter: '2026-07' });
  await isHidden('submitted');

  const restated = { ...published, central: { 1: 60, 5: 12 } };
  await closedWith(collector.db, '2026-04', { regions: restated, version: 2, closedAt: collector.clock.now });
  await isHidden('restated');
  const correction = await submitAsRows(collector, { quarter: '2026-04' });
  await isHidden('restatement submitted');

  await publish(collector, { quarter: '2026-07', submission });
  const now = await everything(other);
  expect([...now.values()].filter(({ status }) => status === 200)).toHaveLength(9 + 3 + 6 + 2 + 3 + 3 + 3);
  expect(now.get('/results/cws/2026-04.json')).toEqual(before.get('/results/cws/2026-04.json'));
  await publish(collector, { quarter: '2026-04', submission: correction });
  expect((await everything(collector)).get('/results/cws/2026-04.json')!.body).not.toBe(
    before.get('/results/cws/2026-04.json')!.body,
  );

  await withdraw(collector, { quarter: '2026-04', reason: 'A region was counted twice.' });
  await withdraw(collector, { quarter: '2026-07', reason: 'A region was counted twice.' });
  const statusOf = (address: string) =>
    /2026-0[47]/.test(address) ? 410 : /2026-10|^\/widget/.test(address) ? 404 : 200;
  for (const [address, { status, body }] of await everything(other)) {
    expect(status, address).toBe(statusOf(address));
    // No figure is left; the document of the API has examples.
    if (address !== '/openapi.json') expect(text(body), address).not.toMatch(/\b\d\.\d\d\b/);
  }
});

test('staff who are signed in, their tokens, and forged addresses see no more in public', async () => {
  await using collector = await aCollector();
  const regions = { central: { 4: 30, 5: 12 } };
  await closedWith(collector.db, '2026-04', { regions, closedAt: collector.clock.now });
  const { cookie } = await aPerson(collector, 'representative');
  const token = (await collector.heart('token', 'create', '--name', 'Reader')).out.trim();
  const submission = await submitAsRows(collector, { quarter: '2026-04' });
  const pages = [
    '/results/cws/2026-04',
    '/results/cws/2026-04.json',
    '/results/cws/2026-04.csv',
    '/results/cws/2026-04.csv-metadata.json',
    '/widget/v1/results/cws.json?quarter=2026-04',
  ];
  const hidden = [
    ...pages,
    '/results/cws/2026%2D04.json',
    '/results/cws/2026-04.JSON',
    '/results/cws/2026-04.json?version=1',
    `/results/cws/2026-04?submission=${submission}`,
    '/results/cws/2026-04/',
    '/results/cws/./2026-04',
    '/results/CWS/2026-04',
    '/results/1/2026-04.json',
    '/widget/v1/results/cws.json?quarter=2026-04&quarter=2026-04',
  ];
  for (const path of hidden) {
    for (const headers of [{ cookie }, { Authorization: `Bearer ${token}` }, { 'If-None-Match': '*' }]) {
      expect((await fetch(collector.url + path, { headers })).status, path).toBe(404);
    }
  }
  await publish(collector, { quarter: '2026-04', submission });
  for (const path of pages) expect((await fetch(collector.url + path)).status, `published: ${path}`).toBe(200);
});
