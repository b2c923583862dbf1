import { catalogs } from '@heart-survey/shared/languages/languages';
import { expect, test } from 'vitest';
import { aCollector, type TestCollector } from '../../test/collector.ts';
import { readPage } from '../../test/page.ts';
import { aPerson } from '../../test/staff.ts';

async function open({ url }: TestCollector, path: string) {
  const answer = await fetch(url + path);
  const html = await answer.text();
  return { status: answer.status, html, ...readPage(html) };
}

test('shows the agency’s details on its pages, and default texts for what is not set', async () => {
  await using collector = await aCollector();
  const unsaid = await open(collector, '/privacy');
  expect(unsaid.html).toContain(catalogs['en']!.privacyPage.longUnsaid);
  expect(unsaid.html).toContain(catalogs['en']!.contact.unsaid);
  const { code, out } = await collector.heart(
    ...['settings', '--agency', 'Example <County>', '--email', 'heart@example.gov', '--phone', '(555) 010-0142'],
    ...['--address', 'HEART Team; 100 Main Street', '--retention', 'For two years.'],
  );
  expect([code, out.split('\n')[0]]).toEqual([0, 'agency     Example <County>']);
  for (const path of ['/privacy', '/accessibility']) {
    const { html, links } = await open(collector, path);
    expect(html).toContain('Example &lt;County&gt;');
    expect(html).toMatch(/HEART Team<br \/>\s*100 Main Street/);
    expect(links).toContainEqual({ href: 'mailto:heart@example.gov' });
    expect(links).toContainEqual({ href: 'tel:5550100142' });
  }
  expect((await open(collector, '/privacy')).html).toContain('For two years.');
  expect((await open(collector, '/privacy?lang=es')).html).toContain('<bdi lang="en">For two years.</bdi>');
  await collector.heart('settings', '--retention', ' ');
  expect((await open(collector, '/privacy')).html).toContain(catalogs['en']!.privacyPage.longUnsaid);
});

test('removes characters that change the text direction from the agency’s details', async () => {
  await using collector = await aCollector();
  const signs = '\u061C\u200E\u200F\u202A\u202B\u202C\u202D\u202E\u2066\u2067\u2068\u2069';
  const kept = async () => {
    const { rows } = await collector.db.$client.execute(
      "SELECT value FROM setting WHERE name IN ('agency', 'address', 'retention') ORDER BY name",
    );
    return rows.map(({ value }) => value);
  };
  const given = {
    address: `${signs}HEART \u202ETeam; 100 Main Street`,
    agency: `Example ${signs}County`,
    retention: signs,
  };
  await collector.heart('settings', ...Object.entries(given).flatMap(([name, text]) => [`--${name}`, text]));
  expect(await kept()).toEqual(['HEART Team; 100 Main Street', 'Example County']);
  const admin = await aPerson(collector, 'administrator');
  const changed = { ...given, agency: `Other \u202E${signs}County` };
  expect((await admin.post('/console/settings', changed)).status).toBe(303);
  expect(await kept()).toEqual(['HEART Team; 100 Main Street', 'Other County']);
});

test('lists only the unreviewed languages on the accessibility page', async () => {
  const [en, es] = [catalogs['en']!, catalogs['es']!];
  await using collector = await aCollector({}, { catalogs: { en: { ...en, review: 'reviewed' }, es } });
  expect((await open(collector, '/accessibility')).html).toMatch(
    /have not reviewed these languages yet: <bdi lang="es" dir="ltr">Español<\/bdi>\./,
  );
  await using read = await aCollector({ LANGUAGES: 'en' }, { catalogs: { en: { ...en, review: 'reviewed' } } });
  expect((await open(read, '/accessibility')).html).toContain(en.accessibility.noLimits);
});

test('offers every public page in each language, and keeps the language in its links', async () => {
  await using collector = await aCollector({ LANGUAGES: Object.keys(catalogs).join() });
  for (const path of ['/', '/privacy', '/accessibility', '/signature', '/print', '/print/central']) {
    for (const [lang, { direction }] of Object.entries(catalogs)) {
      const page = await open(collector, `${path}?lang=${lang}`);
      expect(page.html, `${path} in ${lang}`).toContain(`<html lang="${lang}" dir="${direction}">`);
      const choice = page.links.filter((link) => link.lang !== undefined);
      expect(choice.map((link) => link.lang)).toEqual(Object.keys(catalogs));
      const elsewhere = page.links.filter(({ href, lang }) => href.startsWith('/') && lang === undefined);
      expect(elsewhere.length).toBeGreaterThan(2);
      for (const { href } of elsewhere) expect(href).toContain(`lang=${lang}`);
    }
  }
});

test('shows “not found” in the requested language, with a link to the surveys', async () => {
  await using collector = await aCollector();
  for (const path of ['/nowhere?lang=es', '/s/nowhere?lang=es', '/print/nowhere?lang=es']) {
    const { status, language, links } = await open(collector, path);
    expect({ status, language }).toEqual({ status: 404, language: 'es' });
    expect(links).toEqual([{ href: '/?lang=es' }]);
  }
});
