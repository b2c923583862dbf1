import { en } from '@heart-survey/shared/languages/en';
import type { Page } from 'playwright-core';
import { describe, expect, test } from 'vitest';
import { audit } from './axe.ts';
import { inFirefox, needsChromium } from './browser.ts';
import { rate, script, tag, useStages, type Reply, type Stage, type StageOptions } from './stage.ts';

const open = useStages();
const send = (page: Page) => page.getByRole('button', { name: 'Send my answers' });
const press = (page: Page) => send(page).click();
const heading = (page: Page, name: string) => page.getByRole('heading', { name }).waitFor();
const down: Reply = () => ({ status: 503, json: { status: 503 } });

const mayShow = { en: { label: en.mayShow, hint: en.mayShowHint } };

const displays: Record<string, StageOptions & { css?: string }> = {
  light: {},
  dark: { colorScheme: 'dark', css: ':root { color-scheme: dark; background: #111; color: #eee }' },
  'forced colors': { forcedColors: 'active' },
  'reduced motion': { reducedMotion: 'reduce' },
  '320 pixels': { viewport: { width: 320, height: 640 } },
  'text of 200 %': { css: ':root { font-size: 200% }' },
};

describe.each(Object.entries(displays))('in %s', (_, { css = '', ...options }) => {
  const markup = (tag: string) => `<style>${css}</style>${tag}${script}`;

  /** axe's findings. It must have checked something inside the element. */
  async function findings(page: Page): Promise<string[]> {
    const { findings, inShadow } = await audit(page);
    expect(inShadow).toBeGreaterThan(0);
    return findings;
  }

  async function expectForm(page: Page): Promise<void> {
    expect(await page.locator('heart-survey fieldset').count()).toBe(6);
    expect(await page.getByRole('radio').count()).toBe(30);
  }

  async function expectNoSidewaysScroll(page: Page): Promise<void> {
    const [content, room] = await page.evaluate(() => {
      const { scrollWidth, clientWidth } = document.documentElement;
      return [scrollWidth, clientWidth];
    });
    expect(content).toBe(room);
  }

  test('has no axe findings, and nothing to review, in any state of the form', async () => {
    const { page } = await open(markup(tag), { ...options, replies: [down] });
    await send(page).waitFor();
    await expectForm(page);
    expect(await findings(page)).toEqual([]);

    await press(page);
    await heading(page, 'There is a problem');
    await expectForm(page);
    expect(await findings(page)).toEqual([]);
    await expectNoSidewaysScroll(page);

    await rate(page, { Helpfulness: 'Agree', Respect: 'Strongly disagree' });
    await page.getByRole('textbox').fill('Call me at 619-555-0142.');
    await page.getByText('This looks like a phone number').waitFor();
    await expectForm(page);
    expect(await findings(page)).toEqual([]);
    await expectNoSidewaysScroll(page);

    const goOn = Promise.withResolvers<void>();
    await page.route('**/api/v1/responses', async (route) => {
      await goOn.promise;
      await route.continue();
    });
    await press(page);
    await page.getByText('Sending your answers').waitFor();
    await expectForm(page);
    expect(await findings(page)).toEqual([]);

    goOn.resolve();
    await heading(page, 'Your answers are saved on this device');
    expect(await findings(page)).toEqual([]);
    await expectNoSidewaysScroll(page);

    await page.evaluate(() => dispatchEvent(new Event('online')));
    await heading(page, 'Thank you');
    expect(await findings(page)).toEqual([]);
  });

  test('has no axe findings with the box below the comment', async () => {
    const { page } = await open(markup(tag), { ...options, mayShow });
    const box = page.getByRole('checkbox', { name: mayShow.en.label, exact: true });
    await page.getByRole('textbox').focus();
    await box.waitFor();
    expect(await findings(page)).toEqual([]);
    await box.check();
    await box.focus();
    expect(await findings(page)).toEqual([]);
    await expectNoSidewaysScroll(page);
  });

  test('has no axe findings in the dialog, or in the page with its button', async () => {
    const { page } = await open(markup(tag.replace('>', ' display="dialog">')), options);
    const opener = page.getByRole('button', { name: 'How are we doing?' });
    await opener.waitFor();
    expect(await findings(page)).toEqual([]);
    await opener.click();
    await page.getByRole('dialog').waitFor();
    await expectForm(page);
    expect(await findings(page)).toEqual([]);
    await press(page);
    await heading(page, 'There is a problem');
    expect(await findings(page)).toEqual([]);
    expect(await page.getByRole('dialog').evaluate(({ scrollWidth, clientWidth }) => scrollWidth - clientWidth)).toBe(
      0,
    );
  });
});

test('fits 256 pixels (1,280 at 500%) without sideways scrolling', async () => {
  const { page } = await open(undefined, { viewport: { width: 256, height: 640 } });
  await send(page).waitFor();
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(256);
});

/** The widest text spacing that a reader may set (WCAG 2.2, 1.4.12). */
function spaceOut(page: Page): Promise<void> {
  return page.locator('heart-survey').evaluate((one) => {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(
      '* { line-height: 1.5 !important; letter-spacing: .12em !important; word-spacing: .16em !important } p { margin-block-end: 2em !important }',
    );
    one.shadowRoot!.adoptedStyleSheets.push(sheet);
  });
}

test.each([320, 1280])('clips nothing at %i pixels with a reader’s own text spacing', async (width) => {
  const { page } = await open(undefined, { viewport: { width, height: 800 } });
  await press(page);
  await heading(page, 'There is a problem');
  await spaceOut(page);
  const clipped = await page.locator('heart-survey').evaluate((one) =>
    [...one.shadowRoot!.querySelectorAll('h2, p, legend, label, span, a, button, li')]
      .filter(({ scrollWidth, clientWidth, scrollHeight, clientHeight }) => {
        return clientWidth > 0 && (scrollWidth > clientWidth + 1 || scrollHeight > clientHeight + 1);
      })
      .map(({ localName, className, textContent }) => `${localName}.${className}: ${textContent}`),
  );
  expect(clipped).toEqual([]);
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(width);
});

test('makes every answer and button at least 44 pixels high and wide, at any page width', async () => {
  for (const width of [320, 600, 1280]) {
    const viewport = { width, height: 800 };
    const { page } = await open(tag.replace('>', ' display="dialog">') + script, { viewport, mayShow });
    await page.getByRole('button').click();
    await page.getByRole('checkbox').waitFor();
    const targets = page.locator('heart-survey').locator('label:has(input), button');
    const sizes = await targets.evaluateAll((all) => all.map((one) => one.getBoundingClientRect()));
    expect(sizes.length).toBe(34);
    for (const { width, height } of sizes) expect(Math.min(width, height)).toBeGreaterThanOrEqual(44);
  }
});

test('has no animations', async () => {
  const { page } = await open();
  await send(page).waitFor();
  const moving = await page.locator('heart-survey').evaluate((one) =>
    [...one.shadowRoot!.querySelectorAll('*')].filter((element) => {
      const { animationName, transitionDuration, scrollBehavior } = getComputedStyle(element);
      return animationName !== 'none' || transitionDuration !== '0s' || scrollBehavior !== 'auto';
    }),
  );
  expect(moving).toEqual([]);
});

test('declares its own language, whatever the language of the page', async () => {
  const { page } = await open(`<div lang="he" dir="rtl">${tag}</div>${script}`);
  const legend = page.getByRole('group', { name: 'Helpfulness' });
  expect(await legend.evaluate((one) => one.closest('[lang]')?.getAttribute('lang'))).toBe('en');
  expect(await legend.evaluate((one) => getComputedStyle(one).direction)).toBe('ltr');
});

describe('without a mouse', () => {
  const full = { helpfulness: 5, expertise: 5, attentiveness: 5, respect: 5, timeliness: 5, overall: 5 };

  test('needs only fifteen key presses for a full response, including sending', async () => {
    const { page, sent } = await open();
    await send(page).waitFor();
    let presses = 0;
    const key = async (name: string) => {
      await page.keyboard.press(name);
      presses += 1;
    };
    for (let statement = 0; statement < 6; statement += 1) {
      await key('Tab');
      // If nothing is chosen, Up wraps around to the last answer, Strongly agree.
      await key('ArrowUp');
    }
    await key('Tab');
    await key('Tab');
    await key('Enter');
    await heading(page, 'Thank you');
    expect(sent).toMatchObject([{ ratings: full }]);
    expect(presses).toBe(15);
    expect(presses).toBeLessThanOrEqual(20);
  });

  test('reaches every point, the comment and the button in order by keyboard, and lets people fix a problem', async () => {
    const { page, sent } = await open();
    await send(page).waitFor();
    for (let stops = 0; stops < 8; stops += 1) await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    await heading(page, 'There is a problem');
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    for (let statement = 0; statement < 6; statement += 1) {
      await page.keyboard.press('Space');
      await page.keyboard.press('ArrowDown');
      await page.keyboard.press('Tab');
    }
    await page.keyboard.type('Thank you.');
    await page.keyboard.press('Tab');
    await page.keyboard.press('Space');
    await heading(page, 'Thank you');
    expect(sent).toMatchObject([{ ratings: { helpfulness: 2, overall: 2 }, comment: 'Thank you.' }]);
  });

  test('chooses a rating with Enter, and sends nothing', async () => {
    const { page, sent } = await open();
    await send(page).waitFor();
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    expect(await page.getByRole('radio', { checked: true }).getAttribute('id')).toBe('helpfulness-1');
    expect([await send(page).isVisible(), sent.length]).toEqual([true, 0]);
  });

  test.each(['inline', 'dialog'])(
    'the row that has the focus is in sight at 1,280 pixels and 400 %%, %s',
    async (display) => {
      const { page } = await open(tag.replace('>', ` display="${display}">`) + script, {
        viewport: { width: 320, height: 256 },
      });
      if (display === 'dialog') await page.getByRole('button').click();
      await send(page).waitFor({ state: 'attached' });
      await page.locator('heart-survey h2').focus();
      const hidden = () =>
        page.locator('heart-survey').evaluate((one) => {
          const focused = one.shadowRoot!.activeElement!;
          const row = focused.closest('label') ?? focused;
          const { left, top, width, height } = row.getBoundingClientRect();
          const hit = (y: number) => one.shadowRoot!.elementFromPoint(left + width / 2, y);
          return [top + 2, top + height - 2].filter((y) => hit(y)?.closest('label, textarea, button') !== row).length;
        });
      for (const stop of Array.from({ length: display === 'dialog' ? 7 : 6 }, (_, prefix) => prefix)) {
        await page.keyboard.press('Tab');
        await expect.poll(async () => [stop, await hidden()]).toEqual([stop, 0]);
      }
    },
  );

  // Playwright's `tap` does nothing in Firefox.
  test.skipIf(inFirefox)('a thumb alone can answer and send', needsChromium, async () => {
    const { page, sent }: Stage = await open(undefined, {
      hasTouch: true,
      isMobile: true,
      viewport: { width: 390, height: 844 },
    });
    const groups = page.getByRole('group');
    for (const group of await groups.all()) await group.locator('label').nth(4).tap();
    await send(page).tap();
    await heading(page, 'Thank you');
    expect(sent).toMatchObject([{ ratings: full }]);
  });
});

// No tool can read Firefox's accessibility tree.
test.skipIf(inFirefox)(
  'Chromium reads group, label, position and state of every rating to assistive technology',
  needsChromium,
  async () => {
    const { page } = await open();
    await rate(page, { Respect: 'Agree' });
    await expect(await accessibilityTree(page)).toMatchFileSnapshot('accessibility-tree.txt');
  },
);

interface AxNode {
  nodeId: string;
  ignored: boolean;
  role?: { value: string };
  name?: { value: string };
  description?: { value: string };
  properties?: { name: string; value: { value?: unknown } }[];
  childIds?: string[];
}

/** The browser's accessibility tree, one line for each item that is read out. */
async function accessibilityTree(page: Page): Promise<string> {
  const devtools = await page.context().newCDPSession(page);
  const { nodes } = (await devtools.send('Accessibility.getFullAXTree')) as { nodes: AxNode[] };
  const byId = new Map(nodes.map((node) => [node.nodeId, node]));
  const children = ({ childIds = [] }: AxNode): AxNode[] =>
    childIds.flatMap((id) => {
      const child = byId.get(id);
      if (child === undefined) return [];
      return child.ignored || ['none', 'generic', 'LabelText', 'InlineTextBox'].includes(child.role?.value ?? '')
        ? children(child)
        : [child];
    });
  const line = (node: AxNode, prefix: string, depth: number): string[] => {
    const states = ['checked', 'expanded', 'disabled', 'level', 'live', 'modal', 'focused', 'required', 'invalid']
      .map((name) => [name, node.properties?.find((property) => property.name === name)?.value.value] as const)
      .filter(([name, value]) => value !== undefined && value !== false && !(name === 'invalid' && value === 'false'))
      .map(([name, value]) => `${name}=${String(value)}`);
    const described = node.description?.value ? `described=${JSON.stringify(node.description.value)}` : '';
    const words = [node.role?.value, JSON.stringify(node.name?.value ?? ''), prefix, ...states, described];
    const inner = children(node);
    const radios = inner.filter(({ role }) => role?.value === 'radio');
    return [
      '  '.repeat(depth) + words.filter(Boolean).join(' '),
      ...inner.flatMap((child) => {
        const at = radios.indexOf(child);
        return line(child, at < 0 ? '' : `${at + 1} of ${radios.length}`, depth + 1);
      }),
    ];
  };
  return `${line(nodes[0]!, '', 0).join('\n')}\n`;
}
