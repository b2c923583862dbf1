import { expect, test } from 'vitest';
import { aCollector, aResponse, send, type TestCollector } from '../../test/collector.ts';
import { aLibsqlServer } from '../../test/libsql-server.ts';
import { closeQuarter, valueOf } from '../../test/plans.ts';
import { aPerson, type Staff } from '../../test/staff.ts';
import { submitted } from '../../test/submissions.ts';

const publishing = '/console/departments/cws/quarters/2026-07/publishing';

/** Every address that shows the quarter. */
const addresses = [
  '/results/cws/2026-07',
  '/results/cws/2026-07?lang=es',
  '/results/cws/2026-07.json',
  '/results/cws/2026-07.csv',
  '/results/cws/2026-07.csv-metadata.json',
  '/widget/v1/results/cws.json?lang=en&quarter=2026-07',
];

/** What each address answers. @param tags sent as the tag of the copy that the client has. */
async function statuses({ url }: TestCollector, tags?: (string | null)[]): Promise<number[]> {
  const answers = await Promise.all(
    addresses.map((path, index) => fetch(url + path, { headers: tags ? { 'If-None-Match': tags[index] ?? '' } : {} })),
  );
  return answers.map(({ status }) => status);
}

const tagsOf = ({ url }: TestCollector) =>
  Promise.all(addresses.map(async (path) => (await fetch(url + path)).headers.get('etag')));

const all = (status: number) => addresses.map(() => status);

/** Publishes the quarter, or withdraws it, as the page shows it now. */
async function take(staff: Staff, step: 'publish' | 'withdraw', reason = ''): Promise<void> {
  const { body } = await staff.get(publishing);
  const seen = Object.fromEntries(['submission', 'events', 'offered'].map((name) => [name, valueOf(body, name)]));
  expect((await staff.post(`${publishing}/${step}`, { ...seen, reason })).status).toBe(303);
}

/** A second collector, on the primary or on a replica of it. */
const places = ['primary', 'replica'] as const;

test.each(places)(
  'what one collector publishes and withdraws, another one on a %s shows at its next request',
  async (place) => {
    await using server = await aLibsqlServer();
    await using replica = place === 'replica' ? await aLibsqlServer({ primary: server }) : undefined;
    await using one = await aCollector({ DATABASE_URL: server.url });
    await using other = await aCollector({ DATABASE_URL: (replica ?? server).url });
    for (let people = 0; people < 12; people += 1) await send(one, aResponse({ rating: 4 }));
    await closeQuarter(one);
    other.clock.now = one.clock.now;
    const staff = await aPerson(one, 'representative');
    await submitted(one, '2026-07');
    for (const collector of [one, other]) expect(await statuses(collector), 'submitted only').toEqual(all(404));

    await take(staff, 'publish');
    for (const collector of [other, one]) expect(await statuses(collector), 'published').toEqual(all(200));
    const file = async () => (await fetch(`${other.url}/results/cws/2026-07.json`)).text();
    expect(await file()).toContain('"average":"4.00"');
    const tags = await tagsOf(other);
    expect(await statuses(other, tags), 'the client has a copy').toEqual(all(304));

    const reason = 'One office was counted twice.';
    await take(staff, 'withdraw', reason);
    // A client that has a copy does not get to keep it either.
    for (const collector of [other, one]) expect(await statuses(collector, tags), 'withdrawn').toEqual(all(410));
    expect(await file()).toContain(reason);
    expect(await file()).not.toContain('4.00');
    expect(await (await fetch(`${other.url}/data.json`)).text()).not.toContain('2026-07');

    await take(staff, 'publish');
    expect(await statuses(other), 'published again').toEqual(all(200));
    expect(await one.heart('verify')).toMatchObject({
      code: 0,
      out: expect.stringContaining('Checked 3 publications and withdrawals'),
    });
  },
);

test('the sample data publishes on a server, too', async () => {
  await using collector = await aCollector();
  expect(await collector.heart('demo', '--responses', '2000')).toMatchObject({ code: 0 });
  const catalog = await (await fetch(`${collector.url}/data.json`)).text();
  for (const name of ['Child Welfare Services', 'Public Health Services', 'Aging and Adult Services'])
    expect(catalog).toContain(name);
  expect((await fetch(`${collector.url}/results/cws/2024-10`)).status, 'withdrawn').toBe(410);
  expect(await collector.heart('verify')).toMatchObject({ code: 0 });
});
