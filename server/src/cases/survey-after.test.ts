import { expect, test } from 'vitest';
import { aCase } from '../../test/cases.ts';
import { aCollector } from '../../test/collector.ts';
import { aPerson } from '../../test/staff.ts';

const rules = '/console/departments/cws/case-rules';

test('links the survey of a region after closing: the same for everyone, and never one that was retired', async () => {
  await using collector = await aCollector({ LANGUAGES: 'en,es' });
  const administrator = await aPerson(collector, 'administrator');
  const { $client } = collector.db;
  const { rows } = await $client.execute('SELECT id, slug FROM region ORDER BY id');
  const [office, other] = rows.map(({ id, slug }) => ({ id: Number(id), slug: String(slug) }));
  const known = await aCase(collector, { regionId: office!.id });
  const unknown = await aCase(collector);
  const linked = async ({ reference, receipt }: typeof known, lang = 'en') => {
    const body = new URLSearchParams({ reference, receipt: receipt!, language: lang });
    const page = await (await fetch(`${collector.url}/case`, { method: 'POST', body })).text();
    return [...page.matchAll(/href="(\/s\/[^"]*)"/g)].map(([, href]) => href);
  };
  const choose = (was: string, survey: string) => administrator.post(`${rules}/survey`, { was, survey });
  expect(await linked(known)).toEqual([]);
  await $client.execute("UPDATE case_file SET stage = 'closed', closed_at = 1");
  expect(await linked(known)).toEqual([`/s/${office!.slug}?lang=en`]);
  expect(await linked(known, 'es')).toEqual([`/s/${office!.slug}?lang=es`]);
  expect(await linked(unknown)).toEqual([]);
  expect((await choose('', String(other!.id))).status).toBe(303);
  for (const one of [known, unknown]) expect(await linked(one)).toEqual([`/s/${other!.slug}?lang=en`]);
  // A second administrator who opened the page before.
  expect((await choose('', String(office!.id))).status).toBe(409);
  expect((await choose(String(other!.id), '99')).status).toBe(400);
  await $client.execute(`UPDATE region SET retired_at = 1 WHERE id = ${other!.id}`);
  expect(await linked(known)).toEqual([`/s/${office!.slug}?lang=en`]);
  expect(await linked(unknown)).toEqual([]);
  expect((await administrator.get(rules)).body).toContain(`value="${other!.id}" selected`);
  const cleared = await choose(String(other!.id), '');
  expect(cleared.headers.get('location')).toBe(`${rules}?notice=survey`);
  expect((await choose('', String(other!.id))).status).toBe(400);
  const audit = await $client.execute("SELECT subject, detail FROM audit_event WHERE action = 'case survey changed'");
  expect(audit.rows.map(({ subject, detail }) => [subject, JSON.parse(String(detail)) as unknown])).toEqual([
    ['cws', { region: [null, other!.slug] }],
    ['cws', { region: [other!.slug, null] }],
  ]);
  const manager = await aPerson(collector, 'manager');
  expect((await manager.post(`${rules}/survey`, { was: '', survey: '' })).status).toBe(404);
});
