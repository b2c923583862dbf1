import { hash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { request } from 'node:http';
import { text } from 'node:stream/consumers';
import { expect, test } from 'vitest';
import { aCollector, type TestCollector } from '../../test/collector.ts';
import { codesIn, textOf } from '../../test/code-blocks.ts';
import { inlineScripts, readPage } from '../../test/page.ts';
import { answerOf } from '../../test/wire.ts';
import { statement } from '../database/statement.ts';

const BASE_URL = 'https://survey.example.gov';
const element = new Uint8Array(Buffer.from('/* the element */'));
const build = `heart-survey.${hash('sha256', element, 'base64url').slice(0, 16)}.js`;
const integrity = `sha384-${hash('sha384', element, 'base64')}`;
const given = { widget: element };

/** Loads the page, checks its status, and reads the code blocks. */
async function open({ url }: TestCollector, query = '') {
  const answer = await answerOf(await fetch(`${url}/embed${query}`));
  expect(answer.status, query).toBe(200);
  return { html: answer.body, codes: codesIn(answer.body) };
}

test('shows the tag for the chosen survey, with the script pinned to this build unless the latest is chosen', async () => {
  await using collector = await aCollector({ BASE_URL }, given);
  expect((await open(collector, '?region=central')).codes['tag']).toBe(`<script
  type="module"
  src="https://survey.example.gov/widget/v1/${build}"
  integrity="${integrity}"
  crossorigin="anonymous"
></script>

<heart-survey region="central" region-name="Central Region" languages="en es">
  <a href="https://survey.example.gov/s/central">How are we doing?</a>
</heart-survey>`);
  expect((await open(collector, '?region=north-inland&display=dialog&address=newest')).codes['tag'])
    .toBe(`<script type="module" src="https://survey.example.gov/widget/v1/heart-survey.js"></script>

<heart-survey region="north-inland" region-name="North Inland Region" display="dialog" languages="en es">
  <a href="https://survey.example.gov/s/north-inland">How are we doing?</a>
</heart-survey>`);
});

test('falls back to the first survey, in the page and pinned, for an unknown choice', async () => {
  await using collector = await aCollector({ BASE_URL }, given);
  const { html, codes } = await open(collector);
  expect(codes['tag']).toContain('region="adoptions" region-name="Adoptions" languages="en es">');
  for (const query of [
    '?region=nowhere&display=window&address=oldest',
    '?display=&address[]=newest',
    '?region=%00',
    '?',
  ]) {
    expect((await open(collector, query)).html, query).toBe(html);
  }
});

test('keeps the choices in the form', async () => {
  await using collector = await aCollector({ BASE_URL }, given);
  const { html } = await open(collector, '?region=east&display=dialog&address=newest');
  expect(html.match(/<option value="[\w-]+" selected>/g)).toEqual(['<option value="east" selected>']);
  const { ratings: chosen } = readPage(html);
  expect(chosen).toEqual({ display: 'dialog', address: 'newest' });
  expect(html).toMatch(/<form [^>]*action="\/embed#tag"/);
});

test('previews the tag on the collector, with answers that are not stored', async () => {
  await using collector = await aCollector({ BASE_URL }, given);
  for (const query of ['?region=central', '?region=east&display=dialog&address=newest']) {
    const { html, codes } = await open(collector, query);
    const preview = codes['tag']!.replaceAll(BASE_URL, '').replace(
      /(<heart-survey [^>]*)>/,
      '$1 endpoint="/embed/preview">',
    );
    expect(html).toContain(preview);
    expect(html).toContain('Answers that you send from here are not saved or counted');
  }
});

test('escapes a name with markup, in the code and in the preview', async () => {
  await using collector = await aCollector({ BASE_URL }, given);
  const name = `A & B's "office" </script><script>alert(1)</script>&quot;`;
  await collector.db.$client.execute(statement("UPDATE region SET name = ? WHERE slug = 'central'", [name]));
  const { html, codes } = await open(collector, '?region=central');
  expect(html).not.toContain('<script>alert');
  expect(inlineScripts(readPage(html))).toEqual([]);
  const attribute = /region-name="([^"]*)"/;
  expect(textOf(attribute.exec(codes['tag']!)![1]!)).toBe(name);
  expect(textOf(attribute.exec(html.slice(html.indexOf('id="preview"')))![1]!)).toBe(name);
});

test('uses the configured address in the code, no matter how the page was reached', async () => {
  await using collector = await aCollector({ BASE_URL }, given);
  const headers = { Host: 'evil.example', 'X-Forwarded-Host': 'evil.example', 'X-Forwarded-Proto': 'http' };
  const html = await new Promise<string>((resolve, reject) => {
    const asked = request(`${collector.url}/embed`, { headers }, (answer) => void text(answer).then(resolve, reject));
    asked.on('error', reject).end();
  });
  expect(html).toBe((await open(collector)).html);
  expect(html).not.toContain('evil.example');
});

test('lists what a policy must allow and who may frame the survey', async () => {
  await using alone = await aCollector({ BASE_URL }, given);
  const { html, codes } = await open(alone, '?region=central');
  expect(codes).toMatchObject({
    policy: `script-src ${BASE_URL};\nconnect-src ${BASE_URL};`,
    'trusted-types': 'trusted-types heart-survey;',
    frame: expect.stringMatching(
      `^<iframe src="${BASE_URL}/s/central\\?channel=embed" title="How are we doing\\?" width="100%" height="\\d+"></iframe>$`,
    ),
  });
  expect(html).toContain('It lists no origins yet.');
  await using framed = await aCollector(
    { BASE_URL, FRAME_ANCESTORS: 'https://a.example,https://b.example:8443' },
    given,
  );
  expect((await open(framed)).html).toContain(
    'It currently lists <code>https://a.example</code>, <code>https://b.example:8443</code>.',
  );
});

test('shows the same space rule as the README, and reserves less for a button', async () => {
  await using collector = await aCollector({ BASE_URL }, given);
  const guide = readFileSync(new URL('../../../docs/webmaster.md', import.meta.url), 'utf8');
  const [, rule] = /```css\n(heart-survey.*?)\n```/s.exec(guide)!;
  expect((await open(collector)).codes['space']).toBe(rule);
  const button = 'heart-survey {\n  display: block;\n  min-block-size: max(3em, 48px);\n}';
  expect((await open(collector, '?display=dialog')).codes['space']).toBe(button);
});

test('does not offer a retired survey, and shows a message if there are none', async () => {
  await using collector = await aCollector({ BASE_URL }, given);
  await collector.db.$client.execute("UPDATE region SET retired_at = 1 WHERE slug = 'adoptions'");
  const { html, codes } = await open(collector, '?region=adoptions');
  expect(codes['tag']).toContain('region="ccws"');
  expect(html).not.toContain('adoptions');
  await collector.db.$client.execute('UPDATE region SET retired_at = 1');
  const none = await open(collector);
  expect(none.codes).toEqual({});
  expect(none.html).toContain('No surveys are open right now.');
});

test('is not linked from any customer page', async () => {
  await using collector = await aCollector({ BASE_URL }, given);
  for (const path of ['/', '/s/central', '/s/central/thanks', '/s/nowhere', '/nowhere']) {
    expect(await (await fetch(collector.url + path)).text(), path).not.toContain('/embed');
  }
});
