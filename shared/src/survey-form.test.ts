import { expect, test } from 'vitest';
import { answeredParts, type Answered } from './answered-form.ts';
import { items, scale } from './items.ts';
import { en } from './languages/en.ts';
import { surveyForm, type Html, type SurveyForm } from './survey-form.ts';

interface Markup {
  markup: string;
}

const escape = (text: string) => text.replace(/[&<>"']/g, (letter) => `&#${letter.charCodeAt(0)};`);

/** What both tags have in common: text and numbers are escaped, arrays joined, markup kept. Anything else throws. */
function render(value: unknown): string {
  if (Array.isArray(value)) return value.map(render).join('');
  if (typeof value === 'string' || typeof value === 'number') return escape(String(value));
  if (typeof value === 'object' && value !== null && 'markup' in value) return (value as Markup).markup;
  throw new TypeError(`Two tags would show ${JSON.stringify(value)} in two ways.`);
}

/** A tag that records each bound value: the markup before it and after it. */
function aTag() {
  const holes: { before: string; after: string }[] = [];
  const html = (strings: TemplateStringsArray, ...values: unknown[]): Markup => {
    values.forEach((_, index) => {
      holes.push({ before: strings.slice(0, index + 1).join('…'), after: strings[index + 1]! });
    });
    return { markup: strings.reduce((markup, string, index) => markup + render(values[index - 1]) + string) };
  };
  return { html, holes };
}

type Shown = SurveyForm & Answered;
const blank: Shown = {
  text: en,
  region: 'Central Region',
  notice: null,
  mayShow: null,
  group: null,
  action: '/s/central',
  hidden: {},
  ratings: {},
  comment: '',
  problems: [],
  isBegun: false,
  privacy: null,
};
const full: Shown = {
  ...blank,
  notice: 'Call <911>.',
  mayShow: { label: 'You may show <b>', hint: 'On a "wall"' },
  group: { question: 'Which <i>?', options: [['a"b', 'A "<b>" group', 'e"s']] },
  hidden: { id: 'x"y', language: 'en' },
  ratings: { helpfulness: 1, overall: 5 },
  allowsShowing: true,
  comment: '\nThank you & "bye"</textarea><script>',
  problems: [
    { at: 'respect', message: 'Choose <one>.' },
    { at: 'helpfulness', message: 'Choose one.' },
    { at: 'comment', message: 'Too long.' },
    { at: 'form', message: 'Once more.' },
  ],
  privacy: '/privacy?a=1&b="2"',
};

const show = (html: Html<Markup>, form: Shown) => surveyForm(html, form, answeredParts(html, form, form));
const formOf = (change: Partial<Shown> = {}) => show(aTag().html, { ...blank, ...change }).markup;
const all = (markup: string, pattern: RegExp) => [...markup.matchAll(pattern)].map((match) => match[1] ?? match[0]);

test('shows six statements in item order, each in the legend of a fieldset', () => {
  const fieldsets = all(formOf(), /<fieldset part="statement">(.*?)<\/fieldset>/gs);
  const legends = items.map((item) => en.items[item]).map(({ word, statement }) => `${word} ${statement}`);
  expect(
    fieldsets.map((set) =>
      all(set, /^<legend>(.*?)<\/legend>/gs)
        .join()
        .replace(/<[^>]*>/g, ''),
    ),
  ).toEqual(legends);
});

test('shows thirty radio buttons, each labeled with its point and named after its item', () => {
  const labels =
    /<label part="point"><input type="radio" (name="\w+" id="[\w-]+" value="\d") \/><span>[^<]+<\/span><\/label>/g;
  expect(all(formOf(), /type="radio"/g)).toHaveLength(30);
  expect(all(formOf(), labels)).toEqual(
    items.flatMap((item) => scale.map((value) => `name="${item}" id="${item}-${value}" value="${value}"`)),
  );
  expect(all(formOf(), /<label part="point"><input[^>]*><span>([^<]+)<\/span>/g)).toEqual(
    items.flatMap(() => en.scale),
  );
});

test('checks nothing at first, and later only what was chosen', () => {
  const checked = (markup: string) => all(markup, /id="([\w-]+)"[^>]* checked/g);
  expect(checked(formOf())).toEqual([]);
  expect(checked(formOf(full))).toEqual(['helpfulness-1', 'overall-5']);
  for (const item of items) {
    for (const value of scale) expect(checked(formOf({ ratings: { [item]: value } }))).toEqual([`${item}-${value}`]);
  }
});

test('has the box below the comment only if the department asks, unchecked at first', () => {
  const boxes = (markup: string) => all(markup, /<input type="checkbox"[^>]*>/g);
  const mayShow = { label: en.mayShow, hint: en.mayShowHint };
  expect(boxes(formOf())).toEqual([]);
  expect(boxes(formOf({ allowsShowing: true }))).toEqual([]);
  const [box, ...others] = boxes(formOf({ mayShow }));
  expect([box, others]).toEqual([expect.not.stringContaining('checked'), []]);
  expect(boxes(formOf({ mayShow, allowsShowing: true }))).toEqual([expect.stringContaining('checked')]);
  expect(formOf({ mayShow })).toMatch(/<\/textarea>.*type="checkbox"[^>]*><span>[^<]+<\/span>.*<button type="submit"/s);
});

test('asks for the group below the statements only if the department asks, and selects the group of the link', () => {
  const choices = (markup: string) => all(markup, /<input type="(?:radio|hidden)" name="group"[^>]*>/g);
  const group: SurveyForm['group'] = {
    question: en.group,
    options: [
      ['client', 'Client', 'en'],
      ['partner', 'Partner agency', 'en'],
      ['', en.noGroup, 'en'],
    ],
  };
  const radio = (code: string, more = '') => `<input type="radio" name="group" value="${code}"${more} />`;
  expect(choices(formOf())).toEqual([]);
  expect(choices(formOf({ group }))).toEqual(['client', 'partner', ''].map((code) => radio(code)));
  expect(choices(formOf({ group, privacy: '/privacy', hidden: { group: 'partner' } }))).toEqual([
    radio('client'),
    radio('partner', ' checked'),
    radio(''),
  ]);
  for (const unknown of ['', 'other']) {
    expect(formOf({ group, privacy: '/privacy', hidden: { group: unknown } })).toBe(
      formOf({ group, privacy: '/privacy' }),
    );
  }
  expect(choices(formOf({ hidden: { group: 'partner' } }))).toEqual([
    '<input type="hidden" name="group" value="partner" />',
  ]);
  expect(formOf({ group })).toMatch(/id="overall-5".*name="group".*<textarea/s);
});

test('keeps the comment exactly as typed, including a first line feed, and cannot be broken out of', () => {
  const fieldOf = (comment: string) => all(formOf({ comment }), /<textarea[^>]*>(.*?)<\/textarea/gs);
  // The HTML parser drops one line feed right after the tag.
  expect(fieldOf(full.comment)).toEqual([`\n${escape(full.comment)}`]);
  expect(fieldOf('')).toEqual(['']);
  expect(formOf(full)).not.toContain('<script>');
  expect(formOf()).not.toContain('maxlength');
});

test('lists problems first, links each to its field, and repeats it there', () => {
  const markup = formOf(full);
  const summary = all(markup, /<div class="problem"[^>]*>(.*?)<\/div>/gs).join();
  expect(all(summary, /<li>(.*?)<\/li>/gs)).toEqual([
    '<a href="#respect-1">Choose &#60;one&#62;.</a>',
    '<a href="#helpfulness-1">Choose one.</a>',
    '<a href="#comment">Too long.</a>',
    'Once more.',
  ]);
  expect(markup.indexOf(summary)).toBeLessThan(markup.indexOf('<fieldset '));
  const [respect] = all(markup, /<fieldset part="statement" aria-describedby="respect-error">(.*?)<\/fieldset>/gs);
  expect(all(respect!, /<p class="error" id="respect-error">(.*?)<\/p>/g)).toEqual(['Choose &#60;one&#62;.']);
  expect(all(markup, /<textarea\s[^>]*aria-describedby="([^"]*)"/g)).toEqual(['notice comment-error hint']);
  expect(all(markup, /class="error"/g)).toHaveLength(3);
});

test('hides an empty summary if there is no problem', () => {
  expect(formOf()).toMatch(/<div\s+class="problem"[^>]*\shidden\s*><\/div>/);
  expect(formOf(full)).not.toMatch(/class="problem"[^>]*hidden/);
});

test.each([
  ['blank', blank],
  ['full', full],
])('has unique ids and no broken references in the %s form', (_, form) => {
  const markup = formOf(form);
  const ids = all(markup, /\sid="([^"]*)"/g);
  expect(new Set(ids).size).toBe(ids.length);
  const references = all(markup, /\s(?:for|aria-describedby|href)="#?([\w -]+)"/g).flatMap((list) => list.split(' '));
  expect(ids).toEqual(expect.arrayContaining(references));
  expect(all(markup, /\sfor="([^"]*)"/g)).toEqual(['comment']);
});

test('focuses the form only if a link has already started it', () => {
  const hasFocus = (markup: string) => /^<form[^>]*\stabindex="-1"\s+autofocus\s*>/.test(markup);
  const begun = { ratings: { overall: 5 as const }, isBegun: true };
  expect([hasFocus(formOf()), hasFocus(formOf(begun)), hasFocus(formOf(full))]).toEqual([false, true, false]);
  expect(formOf()).not.toContain('autofocus');
});

test('has the action and escaped hidden fields', () => {
  expect(formOf({ action: '/s/a"b' })).toMatch(
    /^<form\s+id="survey"\s+class="survey"\s+method="post"\s+action="\/s\/a&#34;b"\s/,
  );
  const hidden = all(formOf(full), /<input type="hidden" ([^>]*) \/>/g);
  expect(hidden).toEqual(['name="id" value="x&#34;y"', 'name="language" value="en"']);
});

test('shows the department’s own notice and privacy link if there are any', () => {
  const notice = (markup: string) => all(markup, /<p class="notice" id="notice">(.*?)<\/p>/gs);
  expect([notice(formOf()), notice(formOf(full))]).toEqual([[en.notice], ['Call &#60;911&#62;.']]);
  expect(formOf()).not.toContain(en.privacy);
  expect(formOf(full)).toContain(`<a href="${escape(full.privacy!)}">${en.privacy}</a>`);
  expect(formOf({ region: 'A & B' })).toContain('HEART team for A &#38; B.');
});

test('binds only text and whole values of quoted attributes', () => {
  for (const form of [blank, full]) {
    const { html, holes } = aTag();
    show(html, form);
    const inTags = holes.filter(({ before }) => before.lastIndexOf('<') > before.lastIndexOf('>'));
    expect(inTags.length).toBeGreaterThan(60);
    expect(inTags.filter(({ before, after }) => !/\s[a-z-]+="$/.test(before) || !after.startsWith('"'))).toEqual([]);
    expect(holes.filter(({ before }) => /=\s*$/.test(before) || /\s[?.@][\w-]+=/.test(before))).toEqual([]);
  }
});

test('renders an empty form the same without the parts for answers, and binds nothing inside its comment field', () => {
  const { html, holes } = aTag();
  const { markup } = surveyForm(html, blank);
  expect(markup).toBe(formOf());
  expect(holes.filter(({ before }) => /<textarea[^>]*>[^<]*$/.test(before))).toEqual([]);
});
