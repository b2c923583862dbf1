import { expect, test } from 'vitest';
import { catalogs } from './languages/languages.ts';
import { signatureOf, signatureText, signatureTextsOf, toHtml, type Signature } from './signature.ts';

const aSignature = (change: Partial<Signature> = {}): Signature => ({
  text: signatureTextsOf(catalogs['en']!),
  name: 'Name',
  role: 'Title',
  office: 'Child Welfare Services',
  phone: '555-0142',
  region: { name: 'Central Region', slug: 'central' },
  baseUrl: 'https://survey.example.gov',
  numbers: false,
  ...change,
});
const html = (change?: Partial<Signature>) => toHtml(signatureOf(aSignature(change)));
const links = (text: string) => [...text.matchAll(/href="([^"]*)"/g)].map(([, href]) => href!.replaceAll('&amp;', '&'));

test('has the wording that the policy requires, in Calibri 11', () => {
  const text = html()
    .replace(/<[^>]*>/g, ' ')
    .replace(/\s+/g, ' ')
    .trim();
  expect(text).toBe(
    'Name , Title Child Welfare Services O: 555-0142 How are we doing? Click on the link to let us know: Central Region 1-minute Customer Experience Survey',
  );
  const cells = html().match(/<td[^>]*>/g)!;
  expect(cells).toHaveLength(2);
  for (const cell of cells) expect(cell).toMatch(/style="font-family: Calibri, [^"]*; font-size: 11pt; /);
  expect(signatureText(aSignature())).toBe(`Name, Title
Child Welfare Services
O: 555-0142

How are we doing? Click on the link to let us know:
Central Region 1-minute Customer Experience Survey
https://survey.example.gov/s/central?lang=en&channel=signature`);
});

test('with the numbers, has six links to one survey that differ only in ?overall=', () => {
  const all = links(html({ numbers: true }));
  expect(all).toHaveLength(6);
  const targets = all.map((link) => [
    /&overall=(.*)|\?overall=(.*)/.exec(link)?.[0].replace(/\D/g, '') ?? null,
    link.replace(/overall=\d&?/, ''),
  ]);
  expect(targets).toEqual([null, '1', '2', '3', '4', '5'].map((overall) => [overall, links(html())[0]]));
});

test.each(Object.values(catalogs))('in $name, fits into Gmail and uses only tables and inline styles', (catalog) => {
  const long = 'W'.repeat(120);
  const made = html({
    text: signatureTextsOf(catalog),
    name: long,
    role: long,
    office: long,
    phone: long,
    numbers: true,
    region: { name: long, slug: 'x'.repeat(60) },
  });
  expect(made.length).toBeLessThan(10_000);
  expect(made).not.toMatch(
    /<(?!\/?(?:table|tbody|tr|td|div|strong|span|a)\b)|\bclass=|\bon\w+=|url\(|<img|<script|src=/,
  );
  expect(made).toContain(`<td lang="${catalog.tag}" dir="${catalog.direction}"`);
});

test('escapes everything that people type', () => {
  const made = html({
    name: '<img src=x onerror=alert(1)>',
    office: '"&\'',
    region: { name: '</a><script>', slug: 'a"b' },
  });
  expect(made).not.toMatch(/<img|<script/);
  expect(made).toContain('&lt;img src=x onerror=alert(1)&gt;');
  expect(links(made)).toEqual(['https://survey.example.gov/s/a%22b?lang=en&channel=signature']);
});

test('leaves no gap for an empty field', () => {
  const bare = html({ name: '', role: '', office: '', phone: '' });
  expect(bare.match(/<tr>/g)).toHaveLength(1);
  expect(html({ name: '', role: 'Clerk', office: '', phone: '' })).toContain('<div>Clerk</div>');
  expect(signatureText(aSignature({ name: '', role: '', office: '', phone: '' }))).toMatch(/^How are we doing\?/);
});
