import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Page } from 'playwright-core';
import { describe, expect, test } from 'vitest';
import { focused, rate, script, tag, useStages } from './stage.ts';

const guide = readFileSync(new URL('../../docs/webmaster.md', import.meta.url), 'utf8');
const litHtml = createRequire(import.meta.resolve('lit')).resolve('lit-html');

const open = useStages();
const send = (page: Page) => page.getByRole('button', { name: 'Send my answers' });
const press = (page: Page) => send(page).click();
const thanked = (page: Page) => page.getByRole('heading', { name: 'Thank you' }).waitFor();

describe('a page with hostile styles', () => {
  const hostile = `<style>
    html { font-size: 62.5% }
    * { all: revert }
    label { display: none }
    * { color: lime !important; line-height: .5 !important; letter-spacing: 1em !important; word-spacing: 2em !important;
        text-transform: uppercase !important; text-align: right !important; text-indent: -99em !important;
        white-space: nowrap !important; cursor: none !important; font-style: italic !important; }
    input, fieldset, button, form, dialog, h2, p { display: none !important }
  </style>`;

  test('does not change the survey’s size, color or visibility', async () => {
    const measure = async (markup: string) => {
      const { page } = await open(markup, { viewport: { width: 1000, height: 900 } });
      await send(page).waitFor();
      return page.locator('heart-survey').evaluate((one) =>
        [...one.shadowRoot!.querySelectorAll('h2, .lead, legend, label, .word, textarea, button')].map((element) => {
          const { width, height } = element.getBoundingClientRect();
          const { color, fontSize, fontStyle, lineHeight, letterSpacing, textTransform, textAlign, cursor } =
            getComputedStyle(element);
          const look = [color, fontSize, fontStyle, lineHeight, letterSpacing, textTransform, textAlign, cursor];
          return [element.localName, element.className, Math.round(width), Math.round(height), ...look].join(' ');
        }),
      );
    };
    const plain = await measure(`<style>body { margin: 8px }</style>${tag}${script}`);
    expect(plain.length).toBeGreaterThan(40);
    expect(await measure(hostile + tag + script)).toEqual(plain);
  });

  test('can be answered and sent', async () => {
    const { page, sent, errors } = await open(hostile + tag + script);
    await rate(page, { Overall: 'Agree' });
    await press(page);
    await thanked(page);
    expect([sent.length, errors]).toEqual([1, []]);
  });

  test('keeps its own look around the tag', async () => {
    const around =
      '<style>.lead, .card, button { color: rgb(1, 2, 3) }</style><p class="lead">Ours</p><button>Ours</button>';
    const lookOf = async (markup: string) => {
      const { page } = await open(markup);
      if (markup.includes('<heart')) await send(page).waitFor();
      return page.evaluate(() =>
        ['html', 'body', 'main > .lead', 'main > button'].map((selector) => {
          const style = getComputedStyle(document.querySelector(selector)!);
          return [...style]
            .filter((name) => !/size|^(height|width|perspective|transform)/.test(name))
            .map((name) => style.getPropertyValue(name))
            .join();
        }),
      );
    };
    expect(await lookOf(around + tag + script)).toEqual(await lookOf(around));
  });
});

describe('a page with its own look', () => {
  test('passes its font, size and colors on to the survey', async () => {
    const { page } = await open(
      `<style>
        body { font: 20px/1.2 monospace }
        :root { --heart-accent: rgb(20, 107, 58) }
        heart-survey { --heart-paper: rgb(255, 253, 240); --heart-radius: 0 }
        ::part(word) { color: rgb(9, 9, 9) }
        heart-survey::part(statement) { border-width: 3px }
        heart-survey::part(send) { text-transform: uppercase }
      </style>${tag}${script}`,
    );
    await send(page).waitFor();
    const look = await page.locator('heart-survey').evaluate((one) => {
      const of = (selector: string) => getComputedStyle(one.shadowRoot!.querySelector(selector)!);
      return {
        font: of('.frame').fontFamily,
        size: of('.frame').fontSize,
        button: of('button').backgroundColor,
        card: of('fieldset').backgroundColor,
        corner: of('fieldset').borderTopLeftRadius,
        border: of('fieldset').borderTopWidth,
        word: of('.word').color,
        send: of('button').textTransform,
      };
    });
    expect(look).toEqual({
      font: 'monospace',
      size: '20px',
      button: 'rgb(20, 107, 58)',
      card: 'rgb(255, 253, 240)',
      corner: '0px',
      border: '3px',
      word: 'rgb(9, 9, 9)',
      send: 'uppercase',
    });
  });

  test.each([
    ['light', 'light', 'rgb(28, 33, 39)'],
    ['dark', 'dark', 'rgb(238, 241, 244)'],
    ['light although the device is dark', 'light', 'rgb(28, 33, 39)'],
  ] as const)('shows a matching survey on a %s page', async (kind, scheme, ink) => {
    const { page } = await open(`<style>:root { color-scheme: ${scheme} }</style>${tag}${script}`, {
      colorScheme: kind.includes('dark') ? 'dark' : 'light',
    });
    await send(page).waitFor();
    expect(
      await page
        .locator('heart-survey legend')
        .first()
        .evaluate((one) => getComputedStyle(one).color),
    ).toBe(ink);
  });

  test('hides the survey if it hides the area around it', async () => {
    const { page } = await open(`<div style="visibility: hidden">${tag}</div>${script}`);
    await page.locator('heart-survey form').waitFor({ state: 'attached' });
    expect(await send(page).isVisible()).toBe(false);
  });

  test('shows a styled survey on a phone without constructed style sheets', async () => {
    const { page } = await open(tag + script, {
      // As before iOS 16.4: the interface exists, but without `replace`.
      prepare: () => Reflect.deleteProperty(CSSStyleSheet.prototype, 'replace'),
    });
    await send(page).waitFor();
    expect(await page.locator('heart-survey form').evaluate((one) => getComputedStyle(one).display)).toBe('grid');
  });
});

describe('the tag in a page that changes', () => {
  test('shows another region’s form while the first one’s answers wait on the device, and still sends those', async () => {
    const { page, sent } = await open(undefined, { replies: [() => ({ status: 503, json: { status: 503 } })] });
    await rate(page, { Respect: 'Agree' });
    await press(page);
    await page.getByRole('heading', { name: 'Your answers are saved on this device' }).waitFor();
    await page.locator('heart-survey').evaluate((one) => one.setAttribute('region', 'east'));
    await send(page).waitFor();
    await page.evaluate(() => dispatchEvent(new Event('online')));
    await expect.poll(() => sent.length).toBe(2);
    expect(sent[1]).toEqual(sent[0]);
    await expect.poll(() => page.evaluate(() => Object.keys(localStorage))).toEqual([]);
    expect(await send(page).isVisible()).toBe(true);
  });

  test('throws nothing if it is removed while sending, and the answers arrive once', async () => {
    const { page, sent, errors } = await open(undefined, { replies: [() => ({ status: 503, json: { status: 503 } })] });
    const arrived = Promise.withResolvers<void>();
    const goOn = Promise.withResolvers<void>();
    await page.route('**/api/v1/responses', async (route) => {
      arrived.resolve();
      await goOn.promise;
      await route.continue();
    });
    await rate(page, { Respect: 'Agree' });
    await press(page);
    await arrived.promise;
    await page.evaluate(() => document.querySelector('heart-survey')!.remove());
    goOn.resolve();
    await expect.poll(() => sent.length).toBe(1);
    // Repeatedly, because the collector has the first attempt, but its result may not be back yet.
    const onDevice = () =>
      page.evaluate(() => {
        dispatchEvent(new Event('online'));
        return Object.keys(localStorage);
      });
    await expect.poll(onDevice).toEqual([]);
    expect(sent[1]).toEqual(sent[0]);
    expect(errors).toEqual([]);
  });

  test('keeps the answers of two tags for one region apart, even after a reload', async () => {
    const { page } = await open(tag.replace('>', ' id="one">') + tag.replace('>', ' id="two">') + script);
    await page.locator('#one').getByRole('textbox').fill('First');
    await page.locator('#two').getByRole('textbox').fill('Second');
    await page.reload();
    await expect.poll(() => page.locator('#one').getByRole('textbox').inputValue()).toBe('First');
    expect(await page.locator('#two').getByRole('textbox').inputValue()).toBe('Second');
  });

  test('inside another shadow root, links a problem to its field and focuses the thank-you', async () => {
    const { page } = await open(`<section></section>${script}`);
    await page.evaluate(() => {
      document.querySelector('section')!.attachShadow({ mode: 'open' }).innerHTML =
        '<heart-survey region="central">Not here.</heart-survey>';
    });
    await press(page);
    await page.getByRole('link', { name: 'Rate at least one statement.' }).click();
    expect(await focused(page)).toBe('input#helpfulness-1');
    await page.keyboard.press('Space');
    await press(page);
    await thanked(page);
    expect(await focused(page)).toBe('h2#title');
  });

  test.each([320, 390, 768, 1280])(
    'with the rule that reserves its space, nothing moves at %i pixels',
    async (width) => {
      const reserve = /```css\n(heart-survey.*?)```/s.exec(guide)![1]!;
      const { page, collector } = await open(`<style>${reserve}</style>${tag}<p id="below">Below</p>`, {
        viewport: { width, height: 800 },
      });
      const below = () => page.locator('#below').evaluate((one) => one.getBoundingClientRect().top + scrollY);
      const before = await below();
      await page.addScriptTag({ type: 'module', url: `${collector}/widget/v1/heart-survey.js` });
      await send(page).waitFor();
      expect(await below()).toBe(before);
      await rate(page, { Overall: 'Agree' });
      await press(page);
      await thanked(page);
      // A large empty area would be worse than a shift that the respondent caused.
      expect(await below()).toBeLessThan(800);
    },
  );

  test('reserves enough space on a page whose text is a tenth of a rem, too', async () => {
    const reserve = /```css\n(heart-survey.*?)```/s.exec(guide)![1]!;
    const css = `html { font-size: 62.5% } ${reserve}`;
    const { page, collector } = await open(`<style>${css}</style>${tag}<p id="below">Below</p>`, {
      viewport: { width: 320, height: 800 },
    });
    const below = () => page.locator('#below').evaluate((one) => one.getBoundingClientRect().top + scrollY);
    const before = await below();
    await page.addScriptTag({ type: 'module', url: `${collector}/widget/v1/heart-survey.js` });
    await send(page).waitFor();
    expect(await below()).toBe(before);
  });

  test('is not affected by the page’s own custom properties, whatever their names', async () => {
    const look = (page: Page) =>
      page.locator('heart-survey').evaluate((one) => {
        const colors = (selector: string) => {
          const { color, backgroundColor, borderColor } = getComputedStyle(one.shadowRoot!.querySelector(selector)!);
          return [color, backgroundColor, borderColor];
        };
        return ['button', 'legend', '.word', 'fieldset', '.frame'].map(colors);
      });
    const { page: plain } = await open();
    await send(plain).waitFor();
    const names = ['ink', 'quiet', 'paper', 'wash', 'line', 'accent', 'on-accent', 'chosen', 'word', 'warn', 'radius'];
    const css = `* { ${names.map((name) => `--${name}: lime`).join('; ')} }`;
    const { page } = await open(`<style>${css}</style>${tag}${script}`);
    await send(page).waitFor();
    expect(await look(page)).toEqual(await look(plain));
  });

  test('does not break another copy of Lit on the page', async () => {
    const { page, errors } = await open(`${script}<script type="module" src="/other.js"></script>${tag}`, {
      files: {
        '/lit-html.js': readFileSync(litHtml, 'utf8'),
        '/other.js': `import { html, render } from '/lit-html.js';
          render(html\`<b>\${'Another copy'}</b>\`, document.body.appendChild(document.createElement('div')));`,
      },
      policy:
        "default-src 'none'; script-src 'self' CDN; style-src 'self'; connect-src CDN; require-trusted-types-for 'script'; trusted-types heart-survey lit-html",
    });
    await page.getByText('Another copy').waitFor();
    await rate(page, { Overall: 'Agree' });
    await press(page);
    await thanked(page);
    expect(errors).toEqual([]);
  });

  test('works and sends even if any access to the page’s storage throws', async () => {
    const { page, sent, errors } = await open(undefined, {
      prepare: () => {
        for (const name of ['localStorage', 'sessionStorage']) {
          Object.defineProperty(window, name, {
            get: () => {
              throw new DOMException('Denied', 'SecurityError');
            },
          });
        }
      },
    });
    await rate(page, { Overall: 'Agree' });
    await press(page);
    await thanked(page);
    expect([sent.length, errors]).toEqual([1, []]);
  });
});
