import { feedbackCatalogs } from '@heart-survey/shared/feedback/feedback';
import { expect, test } from 'vitest';
import { aCollector, count, sendForm, type TestCollector } from '../../test/collector.ts';
import { text } from '../../test/console-page.ts';
import { aPerson } from '../../test/staff.ts';
import { savePlan } from '../../test/survey-plans.ts';

const open = async ({ url }: TestCollector, path: string) => (await fetch(url + path)).text();
const publicPages = ['/s/central', '/', '/accessibility', '/feedback', '/results', '/results/cws'];

test('lists the formats of the plan on the public pages in every language, with a link that requests one', async () => {
  await using collector = await aCollector({ LANGUAGES: Object.keys(feedbackCatalogs).join() });
  for (const path of publicPages) expect(await open(collector, path), path).not.toContain('Large print');
  const staff = await aPerson(collector, 'ambassador');
  await savePlan(staff);
  for (const path of publicPages) {
    expect(text(await open(collector, path)), path).toContain(
      'You can also get our survey in these formats: Large print, A person who helps you fill it in',
    );
  }
  for (const [tag, { formats }] of Object.entries(feedbackCatalogs)) {
    const page = await open(collector, `/s/central?lang=${tag}`);
    expect(page).toContain(formats.names['large-print']);
    expect(page).toContain(`href="/feedback?kind=access&amp;office=central&amp;lang=${tag}"`);
    const form = await open(collector, `/feedback?kind=access&office=central&lang=${tag}`);
    expect(form).toContain(`<h1>${formats.ask}</h1>`);
    expect(form).toMatch(/value="access"[^>]* checked/);
    expect(form).toMatch(/<option value="central"[^>]* selected/);
  }
  const again = await sendForm(collector, { id: 'x', comment: 'Hello' });
  expect([again.status, text(await again.text())]).toEqual([400, expect.stringContaining('Large print')]);
  expect(await open(collector, '/s/central?channel=kiosk'), 'a kiosk leads nowhere else').not.toContain('Large print');
  expect(await open(collector, '/feedback?kind=nothing&office=nowhere')).toContain('<h1>Tell us what happened</h1>');

  await savePlan(staff, { seen: '1', format: [] });
  for (const path of publicPages) expect(await open(collector, path), path).not.toContain('Large print');
});

test('promises only what every office offers, except where one office is chosen', async () => {
  await using collector = await aCollector({ LANGUAGES: Object.keys(feedbackCatalogs).join() });
  await savePlan(await aPerson(collector, 'ambassador'), { format: ['helper', 'large-print'] });
  await collector.db.$client.executeMultiple(`
    INSERT INTO department (slug, name, zone, first_month) VALUES ('other', 'Other Services', 'America/Los_Angeles', 7);
    INSERT INTO region (department_id, slug, name) VALUES (2, 'harbor', 'Harbor Office');`);
  const list = 'Large print, A person who helps you fill it in';
  for (const path of ['/', '/accessibility', '/feedback', '/feedback?office=nowhere', '/results']) {
    const shown = text(await open(collector, path));
    expect(shown, path).toContain(`Some of our offices also offer our survey in these formats: ${list}`);
  }
  for (const path of ['/s/central', '/feedback?office=central', '/results/cws']) {
    const shown = text(await open(collector, path));
    expect(shown, path).toContain(`You can also get our survey in these formats: ${list}`);
  }
  for (const path of ['/s/harbor', '/feedback?office=harbor', '/results/other']) {
    expect(await open(collector, path), path).not.toContain('Large print');
  }
  for (const [tag, { formats }] of Object.entries(feedbackCatalogs)) {
    expect(await open(collector, `/?lang=${tag}`), tag).toContain(formats.offeredBySome);
  }
  await collector.db.$client.execute("UPDATE region SET retired_at = 0 WHERE slug = 'harbor'");
  expect(text(await open(collector, '/'))).toContain(`You can also get our survey in these formats: ${list}`);
});

test('shows every page without the formats if they cannot be read', async () => {
  await using collector = await aCollector();
  await savePlan(await aPerson(collector, 'ambassador'));
  await collector.db.$client.execute('DROP TRIGGER survey_plan_no_update');
  await collector.db.$client.execute("UPDATE survey_plan SET formats = 'large print'");
  for (const path of [...publicPages, '/privacy']) {
    const answer = await fetch(collector.url + path);
    expect([answer.status, await answer.text()], path).toEqual([200, expect.not.stringContaining('Large print')]);
  }
});

test('a request for a format becomes a case of that kind, at the region it was asked for', async () => {
  await using collector = await aCollector();
  const post = (fields: Record<string, string>) =>
    fetch(`${collector.url}/feedback`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/x-www-form-urlencoded' },
      body: new URLSearchParams({ kind: 'access', office: 'central', language: 'en', ...fields }).toString(),
    });
  const empty = await post({ text: ' ' });
  expect([empty.status, text(await empty.text())]).toEqual([
    400,
    expect.stringContaining('Tell us which format or language you need.'),
  ]);
  expect((await post({ text: 'The survey in large print, please.' })).status).toBe(201);
  const where = "kind = 'access' AND region_id = (SELECT id FROM region WHERE slug = 'central')";
  expect(await count(collector.db, `case_file WHERE ${where}`)).toBe(1);
});
