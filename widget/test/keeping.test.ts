import type { Page } from 'playwright-core';
import { describe, expect, test } from 'vitest';
import { focused, forbidStorage, rate, script, useStages, type Reply, type Stage, type StageOptions } from './stage.ts';

const open = useStages();
let stage: Stage;

const week = 7 * 24 * 60 * 60 * 1000;
const answers =
  (status: number, json: unknown = { status }): Reply =>
  () => ({ status, json });
const html: Reply = () => ({ status: 200, html: '<h1>Sign in</h1>' });

async function opened(options?: StageOptions, markup?: string): Promise<Page> {
  stage = await open(markup, options);
  return stage.page;
}

async function filledIn(page: Page): Promise<void> {
  await rate(page, { Helpfulness: 'Agree', Overall: 'Disagree' });
  await page.getByRole('textbox').fill('Nobody called back.');
}

/** Runs in the page: the time limit of an attempt follows the test's clock. */
function timeLimitByTestClock(): void {
  AbortSignal.timeout = (time: number) => {
    const controller = new AbortController();
    setTimeout(() => controller.abort(), time);
    return controller.signal;
  };
}

const press = (page: Page): Promise<void> => page.getByRole('button', { name: 'Send my answers' }).click();
const heading = (page: Page, name: string) => page.getByRole('heading', { name }).waitFor();
const networkIsBack = (page: Page) => page.evaluate(() => dispatchEvent(new Event('online')));
const onDevice = (page: Page) => page.evaluate(() => [...Object.keys(localStorage), ...Object.keys(sessionStorage)]);
const unsent = async (page: Page) => (await onDevice(page)).filter((key) => key.includes('unsent'));

async function expectFilledIn(page: Page): Promise<void> {
  expect(await page.getByRole('group', { name: 'Helpfulness' }).getByLabel('Agree', { exact: true }).isChecked()).toBe(
    true,
  );
  expect(await page.getByRole('group', { name: 'Overall' }).getByLabel('Disagree', { exact: true }).isChecked()).toBe(
    true,
  );
  expect(await page.getByRole('textbox').inputValue()).toBe('Nobody called back.');
}

describe('when the collector is down', () => {
  test.each<[string, Reply, string]>([
    ['unavailable', answers(503), 'unavailable'],
    ['broken', answers(500), 'unavailable'],
    ['too busy', answers(429), 'tooMany'],
    ['behind a proxy that is too busy', () => ({ status: 429, html: '<h1>Slow down</h1>' }), 'tooMany'],
    ['behind a sign-in page', html, 'unavailable'],
    ['behind a broken proxy', () => ({ status: 404, html: '<h1>Not found</h1>' }), 'unavailable'],
    ['answering with another id', answers(201, { id: 'another', quarter: '2026-07' }), 'unavailable'],
  ])('and is %s, keeps the answers on the device and sends them automatically, once', async (_, reply, reason) => {
    const page = await opened({ replies: [reply] });
    const heard = page.evaluate(
      () => new Promise((resolve) => addEventListener('heart-error', (event) => resolve(event.reason))),
    );
    await filledIn(page);
    await press(page);
    await heading(page, 'Your answers are saved on this device');
    expect(await focused(page)).toBe('h2#title');
    const why =
      reason === 'tooMany' ? 'We can take yours in about ten minutes.' : 'The survey could not take your answers.';
    expect(await page.getByRole('status').innerText()).toContain(why);
    expect(await page.getByRole('status').innerText()).toContain('will be sent automatically');
    expect(await heard).toBe(reason);
    expect(await unsent(page)).toEqual([`heart-survey unsent ${stage.sent[0]!.id}`]);

    await networkIsBack(page);
    await heading(page, 'Thank you');
    expect(stage.sent).toHaveLength(2);
    expect(stage.sent[1]).toEqual(stage.sent[0]);
    expect(await onDevice(page)).toEqual([]);
    expect(stage.errors).toEqual([]);
  });

  test('and unreachable, sends the answers when the browser is online again', async () => {
    const page = await opened();
    await page.context().setOffline(true);
    await filledIn(page);
    await press(page);
    await heading(page, 'Your answers are saved on this device');
    await page.context().setOffline(false);
    await heading(page, 'Thank you');
    expect(stage.sent).toHaveLength(1);
  });

  test('and silent, ends the attempt after 30 seconds and keeps the answers', async () => {
    const page = await opened({
      replies: [() => 'hang'],
      prepare: () => {
        AbortSignal.timeout = (milliseconds) => {
          const controller = new AbortController();
          const expire = (): void => controller.abort(new DOMException('Late', 'TimeoutError'));
          Object.assign(window, { milliseconds, expire });
          return controller.signal;
        };
      },
    });
    await filledIn(page);
    await press(page);
    await expect.poll(() => stage.sent.length).toBe(1);
    expect(await page.evaluate('milliseconds')).toBe(30_000);
    await page.evaluate('expire()');
    await heading(page, 'Your answers are saved on this device');
    await networkIsBack(page);
    await heading(page, 'Thank you');
    expect(stage.sent[1]).toEqual(stage.sent[0]);
  });

  test('and the device can save nothing, shows a message and keeps the answers in the form', async () => {
    const page = await opened({ replies: [answers(503)], prepare: forbidStorage });
    await filledIn(page);
    await press(page);
    await page.getByText('we could not save your answers. They are still here.').waitFor();
    expect(await focused(page)).toBe('div');
    await expectFilledIn(page);
    await press(page);
    await heading(page, 'Thank you');
    expect(stage.sent[1]).toEqual(stage.sent[0]);
    expect(stage.errors).toEqual([]);
  });

  test('and two tabs have the answers, sends them from one tab, and gets the result in the other', async () => {
    const page = await opened({ replies: [answers(503)] });
    await filledIn(page);
    await press(page);
    await heading(page, 'Your answers are saved on this device');
    const other = await page.context().newPage();
    await other.goto(page.url());
    await heading(page, 'Thank you');
    await expect.poll(() => onDevice(other)).toEqual([]);
    await networkIsBack(page);
    await networkIsBack(other);
    expect(stage.sent).toHaveLength(3);
    for (const sent of stage.sent) expect(sent).toEqual(stage.sent[0]);
  });

  test('does not thank in one tab if another one learned that the survey has ended', async () => {
    const page = await opened({ replies: [answers(503), answers(410), answers(410)] });
    await filledIn(page);
    await press(page);
    await heading(page, 'Your answers are saved on this device');
    const other = await page.context().newPage();
    await other.goto(page.url());
    await page.locator('.problem').getByText('has ended').waitFor();
    await expectFilledIn(page);
    expect(await page.getByRole('heading', { name: 'Thank you' }).count()).toBe(0);
  });

  /** Keeps responses on the device like another page would, by default for this page's collector. */
  const leave = (page: Page, unsent: Record<string, { since?: number; endpoint?: string }>) =>
    page.evaluate((unsent) => {
      const own = document.querySelector('script')!.src.replace(/\/widget.*/, '');
      for (const [id, { since = Date.now(), endpoint = own }] of Object.entries(unsent)) {
        const kept = { endpoint, request: { id }, since };
        localStorage.setItem(`heart-survey unsent ${id}`, JSON.stringify(kept));
      }
    }, unsent);
  const ids = () => new Set(stage.sent.map(({ id }) => id));

  test('tries a response that is older than seven days once more, and a newer one repeatedly', async () => {
    const page = await opened({ replies: Array.from({ length: 20 }, () => answers(503)) });
    const now = Date.now();
    await leave(page, { old: { since: now - week - 1000 }, young: { since: now - week + 60_000 } });
    await page.evaluate(() => localStorage.setItem('heart-survey unsent broken', '{'));
    await networkIsBack(page);
    await expect.poll(() => onDevice(page)).toEqual(['heart-survey unsent young']);
    stage.replies.length = 0;
    await networkIsBack(page);
    await expect.poll(() => onDevice(page)).toEqual([]);
    expect(stage.sent.filter(({ id }) => id === 'old')).toHaveLength(1);
    expect(ids()).toEqual(new Set(['old', 'young']));
  });

  test('leaves a response for another collector to that collector’s pages', async () => {
    const page = await opened();
    await leave(page, { own: {}, other: { endpoint: 'http://127.0.0.1:9' } });
    await networkIsBack(page);
    await expect.poll(() => onDevice(page)).toEqual(['heart-survey unsent other']);
    expect(stage.requests.filter((url) => url.includes(':9/'))).toEqual([]);
  });

  test('sends no more responses in that round to a collector that is too busy, and all of them later', async () => {
    const page = await opened({ replies: Array.from({ length: 20 }, () => answers(429)) });
    await leave(page, { one: {}, two: {}, three: {} });
    await networkIsBack(page);
    await expect.poll(() => stage.sent.length).toBeGreaterThan(0);
    await expect.poll(() => page.evaluate(async () => (await navigator.locks.query()).held!.length)).toBe(0);
    expect([ids().size, (await unsent(page)).length]).toEqual([1, 3]);
    stage.replies.length = 0;
    await networkIsBack(page);
    await expect.poll(() => onDevice(page)).toEqual([]);
    expect(ids()).toEqual(new Set(['one', 'two', 'three']));
  });

  test.each<[string, (page: Page) => Promise<unknown>]>([
    ['some time has passed', (page) => page.clock.fastForward(5001)],
    [
      'the person comes back to the tab',
      (page) => page.evaluate(() => document.dispatchEvent(new Event('visibilitychange'))),
    ],
    ['the page is shown again', (page) => page.evaluate(() => dispatchEvent(new Event('pageshow')))],
  ])('sends the answers when %s', async (_, happens) => {
    const page = await opened({ replies: [answers(503)] });
    await page.clock.install();
    await filledIn(page);
    await press(page);
    await heading(page, 'Your answers are saved on this device');
    expect(stage.sent).toHaveLength(1);
    await happens(page);
    await heading(page, 'Thank you');
    expect(stage.sent).toHaveLength(2);
  });

  test('does not send the answers while another tab is sending them', async () => {
    const page = await opened({ replies: [answers(503)] });
    await filledIn(page);
    await press(page);
    await heading(page, 'Your answers are saved on this device');
    await page.evaluate(() => {
      void navigator.locks.request('heart-survey', () => new Promise((resolve) => Object.assign(window, { resolve })));
    });
    await expect.poll(() => page.evaluate(async () => (await navigator.locks.query()).held!.length)).toBe(1);
    await networkIsBack(page);
    await page.evaluate(async () => navigator.locks.query());
    expect(stage.sent).toHaveLength(1);
    await page.evaluate('resolve()');
    await networkIsBack(page);
    await heading(page, 'Thank you');
    expect(stage.sent).toHaveLength(2);
  });

  test('does not lose the answers if the page clears its storage', async () => {
    const page = await opened({ replies: [answers(503)] });
    await filledIn(page);
    await press(page);
    await heading(page, 'Your answers are saved on this device');
    await page.evaluate(() => localStorage.clear());
    await networkIsBack(page);
    await heading(page, 'Thank you');
    expect(stage.sent[1]).toEqual(stage.sent[0]);
  });

  test('reads out a late result without moving the focus', async () => {
    const page = await opened({ replies: [answers(503), answers(400)] });
    await filledIn(page);
    await press(page);
    await heading(page, 'Your answers are saved on this device');
    await page.evaluate(() => document.body.append(document.createElement('input')));
    await page.locator('body > input').focus();
    await networkIsBack(page);
    await heading(page, 'There is a problem');
    expect(await focused(page)).toBe('input');
    expect(await page.locator('heart-survey .status').innerText()).toContain('could not be saved');
  });

  test('does not send a refused response again, and shows the form with its answers and the reason', async () => {
    const page = await opened({ replies: [answers(503), answers(400)] });
    await filledIn(page);
    await press(page);
    await heading(page, 'Your answers are saved on this device');
    await networkIsBack(page);
    await page.locator('.problem').getByText('your answers could not be saved').waitFor();
    await expectFilledIn(page);
    await networkIsBack(page);
    expect(stage.sent).toHaveLength(2);
    expect(await unsent(page)).toEqual([]);
  });

  test('shows again after a reload that the answers are waiting, and does not move the focus', async () => {
    const page = await opened({ replies: Array.from({ length: 20 }, () => answers(503)) });
    await filledIn(page);
    await press(page);
    await heading(page, 'Your answers are saved on this device');
    await page.reload();
    await heading(page, 'Your answers are saved on this device');
    expect(await focused(page)).toBe('body');
    stage.replies.length = 0;
    await networkIsBack(page);
    await heading(page, 'Thank you');
    expect(await focused(page)).toBe('body');
    expect(stage.sent.length).toBeGreaterThan(2);
    for (const sent of stage.sent) expect(sent).toEqual(stage.sent[0]);
    expect(await onDevice(page)).toEqual([]);
  });

  test('does not send answers as a second response if another tab sent them during a reload', async () => {
    const page = await opened({ replies: [answers(503)] });
    await filledIn(page);
    await press(page);
    await heading(page, 'Your answers are saved on this device');
    // In the meantime another tab has sent them, and this one does not know.
    await page.evaluate(() => localStorage.clear());
    await page.reload();
    await heading(page, 'Thank you');
    expect(stage.sent).toHaveLength(2);
    expect(stage.sent[1]).toEqual(stage.sent[0]);
  });

  test('loses nothing if a gateway answers with its own 404 in JSON', async () => {
    const page = await opened({ replies: [answers(503), answers(404, { message: 'no Route matched' })] });
    await filledIn(page);
    await press(page);
    await heading(page, 'Your answers are saved on this device');
    await networkIsBack(page);
    await expect.poll(() => stage.sent.length).toBe(2);
    await networkIsBack(page);
    await heading(page, 'Thank you');
    expect(stage.sent[2]).toEqual(stage.sent[0]);
  });
});

test('does not count text as sent that is typed while the answers are being sent', async () => {
  const page = await opened();
  const arrived = Promise.withResolvers<void>();
  const goOn = Promise.withResolvers<void>();
  await page.route('**/api/v1/responses', async (route) => {
    arrived.resolve();
    await goOn.promise;
    await route.continue();
  });
  await filledIn(page);
  await press(page);
  await arrived.promise;
  await page.getByRole('textbox').fill('Nobody called back. Please do.');
  goOn.resolve();
  await page.getByText('To send these too').waitFor();
  expect(await page.getByRole('textbox').inputValue()).toBe('Nobody called back. Please do.');
  await press(page);
  await heading(page, 'Thank you');
  expect(stage.sent.map(({ comment }) => comment)).toEqual(['Nobody called back.', 'Nobody called back. Please do.']);
  expect(stage.sent[1]!.id).not.toBe(stage.sent[0]!.id);
});

test('keeps text after a reload that was typed while the answers were being sent, and does not count it as sent', async () => {
  const page = await opened({ replies: [() => 'hang'] });
  await filledIn(page);
  await press(page);
  await expect.poll(() => stage.sent.length).toBe(1);
  await page.getByRole('textbox').fill('Nobody called back. Please do.');
  await page.reload();
  // The outbox sends the first answers, so the collector has them now.
  await page.getByText('To send these too').first().waitFor();
  expect(await page.getByRole('textbox').inputValue()).toBe('Nobody called back. Please do.');
  await press(page);
  await heading(page, 'Thank you');
  const last = stage.sent.at(-1)!;
  expect(last['comment']).toBe('Nobody called back. Please do.');
  expect(last.id).not.toBe(stage.sent[0]!.id);
});

test('gets the result in a tab whose attempt hangs while another tab sends the answers', async () => {
  const page = await opened({ replies: [() => 'hang'] });
  await page.clock.install();
  await page.evaluate(timeLimitByTestClock);
  await filledIn(page);
  await press(page);
  await expect.poll(() => stage.sent.length).toBe(1);
  const other = await page.context().newPage();
  await other.goto(page.url());
  await expect.poll(() => unsent(other)).toEqual([]);
  // The first tab checks before its own attempt ends, and again afterward.
  await page.clock.fastForward(6000);
  await page.clock.fastForward(25_000);
  // It checks repeatedly, at times that depend on the other tab's lock.
  await expect
    .poll(async () => {
      await page.clock.fastForward(60_000);
      return page.getByRole('heading', { name: 'Thank you' }).count();
    })
    .toBe(1);
});

test('still sends the response if the tag gets another employee while sending', async () => {
  const page = await opened();
  const arrived = Promise.withResolvers<void>();
  const goOn = Promise.withResolvers<void>();
  await page.route('**/api/v1/responses', async (route) => {
    arrived.resolve();
    await goOn.promise;
    await route.continue();
  });
  await filledIn(page);
  await press(page);
  await arrived.promise;
  await page.locator('heart-survey').evaluate((one) => one.setAttribute('employee', 'k7'));
  goOn.resolve();
  await heading(page, 'Thank you');
  expect(stage.sent).toHaveLength(1);
});

test('still fires its event if the tag gets another region while sending, and leaves nothing behind', async () => {
  const page = await opened();
  const arrived = Promise.withResolvers<void>();
  const goOn = Promise.withResolvers<void>();
  await page.route('**/api/v1/responses', async (route) => {
    arrived.resolve();
    await goOn.promise;
    await route.continue();
  });
  const stored = page.evaluate(
    () => new Promise((resolve) => addEventListener('heart-response', ({ quarter }) => resolve(quarter))),
  );
  await filledIn(page);
  await press(page);
  await arrived.promise;
  await page.locator('heart-survey').evaluate((one) => one.setAttribute('region', 'east'));
  goOn.resolve();
  expect(await stored).toBe('2026-07');
  expect(await page.getByRole('heading', { name: 'Thank you' }).count()).toBe(0);
  expect(await onDevice(page)).toEqual([]);
});

test('reports a comment that is too long, and does not cut it', async () => {
  const page = await opened();
  await rate(page, { Overall: 'Agree' });
  await page.getByRole('textbox').fill('x'.repeat(4001));
  await press(page);
  await page.getByRole('link', { name: 'Please shorten your comment' }).waitFor();
  expect((await page.getByRole('textbox').inputValue()).length).toBe(4001);
  expect(stage.sent).toEqual([]);
});

test('sends in a frame that cannot submit forms', async () => {
  const page = await opened({ policy: 'sandbox allow-scripts allow-same-origin' });
  await rate(page, { Overall: 'Agree' });
  await press(page);
  await heading(page, 'Thank you');
  expect(stage.sent).toHaveLength(1);
});

test('works on a phone before iOS 15.4', async () => {
  const page = await opened({ prepare: () => Reflect.deleteProperty(Object, 'hasOwn') });
  await rate(page, { Overall: 'Agree' });
  await press(page);
  await heading(page, 'Thank you');
  expect([stage.sent.length, stage.errors]).toEqual([1, []]);
});

describe('when the page is left', () => {
  test('keeps the answers in this tab after a reload, and removes them once they are sent', async () => {
    const page = await opened();
    await filledIn(page);
    await page.reload();
    await expectFilledIn(page);
    await press(page);
    await heading(page, 'Thank you');
    await page.reload();
    await heading(page, 'How are we doing?');
    expect(await page.getByRole('textbox').inputValue()).toBe('');
    expect(await page.locator('heart-survey :checked').count()).toBe(0);
    expect(await onDevice(page)).toEqual([]);
  });

  test('while sending, sends the answers again under the same id', async () => {
    const page = await opened({ replies: [() => 'hang'] });
    await filledIn(page);
    await press(page);
    await expect.poll(() => stage.sent.length).toBe(1);
    await page.reload();
    await heading(page, 'Thank you');
    expect(stage.sent[1]).toEqual(stage.sent[0]);
    expect(await onDevice(page)).toEqual([]);
  });
});

test('on a kiosk, shows a new form while the collector is down, and sends the kept answers when it is back', async () => {
  const page = await opened(
    { replies: [answers(503)] },
    `<heart-survey region="central" channel="kiosk"></heart-survey>${script}`,
  );
  await page.clock.install();
  await filledIn(page);
  await press(page);
  await heading(page, 'Your answers are saved on this device');
  await page.clock.fastForward(15_001);
  await heading(page, 'How are we doing?');
  await page.getByRole('textbox').fill('The next person.');
  await networkIsBack(page);
  await expect.poll(() => onDevice(page)).toEqual([]);
  expect(stage.sent).toHaveLength(2);
  expect(await page.getByRole('textbox').inputValue()).toBe('The next person.');
});

test('on a kiosk, empties a form that no one touches anymore', async () => {
  const page = await opened({}, `<heart-survey region="central" channel="kiosk"></heart-survey>${script}`);
  await page.clock.install();
  await filledIn(page);
  await page.clock.fastForward(2 * 60_000);
  await expectFilledIn(page);
  await page.clock.fastForward(61_000);
  expect(await page.getByRole('textbox').inputValue()).toBe('');
  expect(await page.getByRole('radio', { checked: true }).count()).toBe(0);
});

test('on a kiosk, unchecks the box for the next person', async () => {
  const mayShow = { en: { label: 'You may show my words', hint: 'On a wall' } };
  const page = await opened({ mayShow }, `<heart-survey region="central" channel="kiosk"></heart-survey>${script}`);
  const box = page.getByRole('checkbox');
  await page.getByRole('textbox').focus();
  await box.waitFor();
  await page.clock.install();
  await filledIn(page);
  await box.check();
  await page.clock.fastForward(3 * 60_000 + 1000);
  expect([await page.getByRole('textbox').inputValue(), await box.isChecked()]).toEqual(['', false]);
  await filledIn(page);
  await box.check();
  await press(page);
  await heading(page, 'Thank you');
  expect(stage.sent[0]).toMatchObject({ mayShow: true });
  await page.clock.fastForward(20_000);
  await heading(page, 'How are we doing?');
  expect(await box.isChecked()).toBe(false);
});

test('on a kiosk, empties a form whose attempt failed, even if it was touched while it was being sent', async () => {
  const page = await opened(
    { prepare: forbidStorage, replies: [() => 'hang'] },
    `<heart-survey region="central" channel="kiosk"></heart-survey>${script}`,
  );
  await page.clock.install();
  await page.evaluate(timeLimitByTestClock);
  await filledIn(page);
  await page.clock.fastForward(2 * 60_000 + 40_000);
  await press(page);
  await expect.poll(() => stage.sent.length).toBe(1);
  await page.clock.fastForward(25_000);
  await page.clock.fastForward(6000);
  await page.getByText('this device cannot save your answers').first().waitFor();
  await page.clock.fastForward(3 * 60_000 + 1000);
  expect(await page.getByRole('textbox').inputValue()).toBe('');
  expect(await page.getByRole('radio', { checked: true }).count()).toBe(0);
});

test('on a kiosk, keeps nothing from one person, and shows the next one a new form', async () => {
  const page = await opened({}, `<heart-survey region="central" channel="kiosk"></heart-survey>${script}`);
  await page.clock.install();
  await filledIn(page);
  expect(await onDevice(page)).toEqual([]);
  await press(page);
  await heading(page, 'Thank you');
  expect(await onDevice(page)).toEqual([]);
  await page.clock.fastForward(20_000);
  await heading(page, 'How are we doing?');
  expect(await page.getByRole('textbox').inputValue()).toBe('');
  await filledIn(page);
  await press(page);
  await heading(page, 'Thank you');
  expect(stage.sent[1]!.id).not.toBe(stage.sent[0]!.id);
});
