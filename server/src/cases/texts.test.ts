import { expect, test } from 'vitest';
import { aCollector, count } from '../../test/collector.ts';
import { text } from '../../test/console-page.ts';
import { aPerson } from '../../test/staff.ts';

const page = '/console/case-texts';

test('the texts of the public form start from the standard ones, are previewed, and are saved for one language', async () => {
  await using collector = await aCollector({ LANGUAGES: 'en,es,ar' });
  const administrator = await aPerson(collector, 'administrator');
  const english = await administrator.get(page);
  expect(english.body).toContain('Call 911 now.');
  expect((await administrator.get(`${page}?language=ar`)).body).toMatch(/class="letter" lang="ar" dir="rtl"/);
  const before = await administrator.get(`${page}?language=es`);
  const standard = /name="other-ways"[^>]*>\n([^<]*)</.exec(before.body)![1]!;

  const spanish = { emergency: '\u202eLlame al <b>911</b>.\n\n\nO al 211.', 'other-ways': standard };
  const preview = await administrator.post(`${page}?language=es`, { ...spanish, preview: 'yes' });
  expect(preview.body).toContain('<p>Llame al &lt;b&gt;911&lt;/b&gt;.</p><p>O al 211.</p>');
  expect(text(preview.body)).toContain('Nothing is saved yet.');
  expect(await count(collector.db, "setting WHERE name LIKE '%:es'")).toBe(0);

  const saved = await administrator.post(`${page}?language=es`, spanish);
  expect(saved.headers.get('location')).toBe(`${page}?language=es&notice=saved`);
  const { rows } = await collector.db.$client.execute("SELECT name, value FROM setting WHERE name LIKE '%:%'");
  expect(rows).toEqual([expect.objectContaining({ name: 'emergency:es', value: 'Llame al <b>911</b>.\nO al 211.' })]);
  expect((await administrator.get(`${page}?language=es`)).body).toContain('O al 211.');
  expect((await administrator.get(page)).body).not.toContain('O al 211.');
  expect((await administrator.post(page, { emergency: 'x'.repeat(2001), 'other-ways': '' })).status).toBe(400);
  await administrator.post(`${page}?language=es`, { emergency: '', 'other-ways': '' });
  expect(await count(collector.db, "setting WHERE name LIKE '%:%'"), 'blank is the standard text').toBe(0);
  expect(await count(collector.db, "audit_event WHERE action = 'texts of the public form changed'")).toBe(2);
});
