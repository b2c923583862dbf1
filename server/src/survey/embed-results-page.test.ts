import { hash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { codesIn, textOf } from '../../test/code-blocks.ts';
import { aCollector, type TestCollector } from '../../test/collector.ts';
import { inlineScripts, readPage } from '../../test/page.ts';
import { publishFirst, withdraw } from '../../test/publishing.ts';
import { statement } from '../database/statement.ts';

const BASE_URL = 'https://survey.example.gov';
const element = new Uint8Array(Buffer.from('/* the element */'));
const build = `heart-results.${hash('sha256', element, 'base64url').slice(0, 16)}.js`;
const integrity = `sha384-${hash('sha384', element, 'base64')}`;
const given = { resultsWidget: element };

/** Loads the page, checks its status, and reads the code blocks. */
async function open({ url }: TestCollector, query = '') {
  const answer = await fetch(`${url}/embed/results${query}`);
  expect(answer.status, query).toBe(200);
  const html = await answer.text();
  return { html, codes: codesIn(html) };
}

test('shows the tag of a department, of its latest quarter unless one is chosen', async () => {
  await using collector = await aCollector({ BASE_URL }, given);
  await publishFirst(collector);
  const { html, codes } = await open(collector);
  expect(codes['tag']).toBe(`<script
  type="module"
  src="https://survey.example.gov/widget/v1/${build}"
  integrity="${integrity}"
  crossorigin="anonymous"
></script>

<heart-results department="cws">
  <a href="https://survey.example.gov/results/cws">Results for Child Welfare Services</a>
</heart-results>`);
  expect(html).toContain(codes['tag']!.replaceAll(BASE_URL, ''));
  expect(html).toContain('<option value="2026-07">FY 2026-27 Q1 (Jul–Sep 2026)</option>');
  expect((await open(collector, '?department=cws&quarter=2026-07&address=newest')).codes['tag'])
    .toBe(`<script type="module" src="https://survey.example.gov/widget/v1/heart-results.js"></script>

<heart-results department="cws" quarter="2026-07">
  <a href="https://survey.example.gov/results/cws/2026-07">Results for Child Welfare Services</a>
</heart-results>`);
});

test('offers only quarters that are published, and says if there are none', async () => {
  await using collector = await aCollector({ BASE_URL }, given);
  const none = 'Child Welfare Services has no published results right now.';
  expect((await open(collector)).html).toContain(none);
  await publishFirst(collector);
  const { html } = await open(collector);
  expect(html).not.toContain(none);
  for (const query of ['?department=nowhere', '?quarter=2026-04', '?quarter=%00', '?address=oldest&quarter[]=x', '?'])
    expect((await open(collector, query)).html, query).toBe(html);
  await withdraw(collector, { quarter: '2026-07', reason: 'A region was counted twice.' });
  const after = await open(collector, '?quarter=2026-07');
  expect(after.codes['tag']).not.toContain('quarter=');
  expect(after.html).toContain(none);
  expect(after.html).not.toContain('2026-07');
});

test('keeps the choices in the form', async () => {
  await using collector = await aCollector({ BASE_URL }, given);
  await publishFirst(collector);
  const { html } = await open(collector, '?department=cws&quarter=2026-07&address=newest');
  expect(html.match(/<option value="[\w-]+" selected>/g)).toEqual([
    '<option value="cws" selected>',
    '<option value="2026-07" selected>',
  ]);
  expect(readPage(html).ratings).toEqual({ address: 'newest' });
});

test('lists the departments in the agency’s own order', async () => {
  await using collector = await aCollector({ BASE_URL }, given);
  const add = (slug: string, name: string, place: number | null) =>
    collector.db.$client.execute(
      statement(
        `INSERT INTO department (slug, name, zone, first_month, target, place)
          SELECT :slug, :name, zone, first_month, target, :place FROM department WHERE id = 1`,
        { slug, name, place },
      ),
    );
  await add('aging', 'Aging Services', 1);
  await add('homes', 'Housing', null);
  const { html } = await open(collector);
  expect([...html.matchAll(/<option value="(\w+)"/g)].map(([, slug]) => slug)).toEqual(['aging', 'cws', 'homes']);
});

test('escapes a name with markup, in the code and in the preview', async () => {
  await using collector = await aCollector({ BASE_URL }, given);
  const name = `A & B's "office" </script><script>alert(1)</script>&quot;`;
  await collector.db.$client.execute(statement("UPDATE department SET name = ? WHERE slug = 'cws'", [name]));
  const { html, codes } = await open(collector);
  expect(html).not.toContain('<script>alert');
  expect(inlineScripts(readPage(html))).toEqual([]);
  expect(textOf(/<a [^>]*>(.*)<\/a>/.exec(codes['tag']!)![1]!)).toBe(`Results for ${name}`);
});

test('lists what a policy must allow, and shows the same space rule as the guide', async () => {
  await using collector = await aCollector({ BASE_URL }, given);
  const { codes } = await open(collector);
  expect(codes).toMatchObject({
    policy: `script-src ${BASE_URL};\nconnect-src ${BASE_URL};`,
    'trusted-types': 'trusted-types heart-results;',
  });
  const guide = readFileSync(new URL('../../../docs/webmaster.md', import.meta.url), 'utf8');
  const [, rule] = /```css\n(heart-results:not.*?)\n```/s.exec(guide)!;
  expect(codes['space']).toBe(rule);
});

test('is linked from the page about the survey’s tag, which it links to', async () => {
  await using collector = await aCollector({ BASE_URL }, given);
  expect((await open(collector)).html).toContain('<a href="/embed">');
  expect(await (await fetch(`${collector.url}/embed`)).text()).toContain('<a href="/embed/results">');
});
