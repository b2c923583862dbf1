import type { Page } from 'playwright-core';
import { describe, expect, test } from 'vitest';
import { focused, forbidStorage, rate, script, useStages, type Reply, type Stage, type StageOptions } from './stage.ts';

const open = useStages();
let stage: Stage;

const week = 7 * 24 * 60 * 60 * 1000;
const says =
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

/** Runs in the page: how long a try may take is told by the clock that the test moves. */
function patienceByItsClock(): void {
  AbortSignal.timeout = (time: number) => {
    const gone = new AbortController();
    setTimeout(() => gone.abort(), time);
    return gone.signal;
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
    ['out of order', says(503), 'unavailable'],
    ['broken', says(500), 'unavailable'],
    ['too busy', says(429), 'tooMany'],
    ['behind a proxy that is too busy', () => ({ status: 429, html: '<h1>Slow down</h1>' }), 'tooMany'],
    ['replaced by a sign-in page', html, 'unavailable'],
    ['behind a broken proxy', () => ({ status: 404, html: '<h1>Not found</h1>' }), 'unavailable'],
    ['answering for somebody else', says(201, { id: 'another', quarter: '2026-07' }), 'unavailable'],
  ])('%s, the answers wait on the device and go out on their own, once', async (_, reply, reason) => {
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

  test('out of reach, the answers go out when the browser says that it is back', async () => {
    const page = await opened();
    await page.context().setOffline(true);
    await filledIn(page);
    await press(page);
    await heading(page, 'Your answers are saved on this device');
    await page.context().setOffline(false);
    await heading(page, 'Thank you');
    expect(stage.sent).toHaveLength(1);
  });

  test('silent, the try ends after 30 seconds and the answers wait', async () => {
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

  test('and the device may keep nothing, that is said, and the answers stay in the form', async () => {
    const page = await opened({ replies: [says(503)], prepare: forbidStorage });
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

  test('two tabs know of the answers, one of them sends them, and the other asks what became of them', async () => {
    const page = await opened({ replies: [says(503)] });
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

  test('a tab is not thanked because another one learned that the survey has ended', async () => {
    const page = await opened({ replies: [says(503), says(410), says(410)] });
    await filledIn(page);
    await press(page);
    await heading(page, 'Your answers are saved on this device');
    const other = await page.context().newPage();
    await other.goto(page.url());
    await page.locator('.problem').getByText('has ended').waitFor();
    await expectFilledIn(page);
    expect(await page.getByRole('heading', { name: 'Thank you' }).count()).toBe(0);
  });

  /** Puts there what another page has left, for this page's collector unless it is another's. */
  const leave = (page: Page, unsent: Record<string, { since?: number; endpoint?: string }>) =>
    page.evaluate((unsent) => {
      const own = document.querySelector('script')!.src.replace(/\/widget.*/, '');
      for (const [id, { since = Date.now(), endpoint = own }] of Object.entries(unsent)) {
        const kept = { endpoint, request: { id }, since };
        localStorage.setItem(`heart-survey unsent ${id}`, JSON.stringify(kept));
      }
    }, unsent);
  const ids = () => new Set(stage.sent.map(({ id }) => id));

  test('what has waited for more than seven days has one more try, what has waited less has more', async () => {
    const page = await opened({ replies: Array.from({ length: 20 }, () => says(503)) });
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

  test('what waits for another collector is left to the pages of that one', async () => {
    const page = await opened();
    await leave(page, { own: {}, other: { endpoint: 'http://127.0.0.1:9' } });
    await networkIsBack(page);
    await expect.poll(() => onDevice(page)).toEqual(['heart-survey unsent other']);
    expect(stage.requests.filter((url) => url.includes(':9/'))).toEqual([]);
  });

  test('a collector that asks to wait gets no more of them in that round, and each of them later', async () => {
    const page = await opened({ replies: Array.from({ length: 20 }, () => says(429)) });
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
    ['time goes by', (page) => page.clock.fastForward(5001)],
    [
      'the person comes back to the tab',
      (page) => page.evaluate(() => document.dispatchEvent(new Event('visibilitychange'))),
    ],
    ['the page is shown again', (page) => page.evaluate(() => dispatchEvent(new Event('pageshow')))],
  ])('they go out when %s', async (_, happens) => {
    const page = await opened({ replies: [says(503)] });
    await page.clock.install();
    await filledIn(page);
    await press(page);
    await heading(page, 'Your answers are saved on this device');
    expect(stage.sent).toHaveLength(1);
    await happens(page);
    await heading(page, 'Thank you');
    expect(stage.sent).toHaveLength(2);
  });

  test('while another tab is sending them, this one does not', async () => {
    const page = await opened({ replies: [says(503)] });
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

  test('a page that clears its storage does not make them forgotten', async () => {
    const page = await opened({ replies: [says(503)] });
    await filledIn(page);
    await press(page);
    await heading(page, 'Your answers are saved on this device');
    await page.evaluate(() => localStorage.clear());
    await networkIsBack(page);
    await heading(page, 'Thank you');
    expect(stage.sent[1]).toEqual(stage.sent[0]);
  });

  test('an answer that comes late takes the focus from nobody, and is read out', async () => {
    const page = await opened({ replies: [says(503), says(400)] });
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

  test('what the collector will never take is not sent again; the form comes back with it and says why', async () => {
    const page = await opened({ replies: [says(503), says(400)] });
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

  test('a reload while they wait says so again, and leaves the focus to the page', async () => {
    const page = await opened({ replies: Array.from({ length: 20 }, () => says(503)) });
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

  test('answers that went out while their tab was closed for a moment are not sent as another response', async () => {
    const page = await opened({ replies: [says(503)] });
    await filledIn(page);
    await press(page);
    await heading(page, 'Your answers are saved on this device');
    // Another tab has sent them since, and this one has not heard of it.
    await page.evaluate(() => localStorage.clear());
    await page.reload();
    await heading(page, 'Thank you');
    expect(stage.sent).toHaveLength(2);
    expect(stage.sent[1]).toEqual(stage.sent[0]);
  });

  test('a gateway that says 404 in its own JSON costs nothing', async () => {
    const page = await opened({ replies: [says(503), says(404, { message: 'no Route matched' })] });
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

test('what is typed while the answers are on their way is not taken for sent', async () => {
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

test('what was typed while the answers were on their way is there after a reload, and not taken for sent either', async () => {
  const page = await opened({ replies: [() => 'hang'] });
  await filledIn(page);
  await press(page);
  await expect.poll(() => stage.sent.length).toBe(1);
  await page.getByRole('textbox').fill('Nobody called back. Please do.');
  await page.reload();
  // The first answers go out from the device; the collector has them now.
  await page.getByText('To send these too').first().waitFor();
  expect(await page.getByRole('textbox').inputValue()).toBe('Nobody called back. Please do.');
  await press(page);
  await heading(page, 'Thank you');
  const last = stage.sent.at(-1)!;
  expect(last['comment']).toBe('Nobody called back. Please do.');
  expect(last.id).not.toBe(stage.sent[0]!.id);
});

test('a tab whose try hangs while another tab delivers is told in the end', async () => {
  const page = await opened({ replies: [() => 'hang'] });
  await page.clock.install();
  await page.evaluate(patienceByItsClock);
  await filledIn(page);
  await press(page);
  await expect.poll(() => stage.sent.length).toBe(1);
  const other = await page.context().newPage();
  await other.goto(page.url());
  await expect.poll(() => unsent(other)).toEqual([]);
  // The first tab looks before its own try is over, and once more when it is.
  await page.clock.fastForward(6000);
  await page.clock.fastForward(25_000);
  // It looks again and again; when, is between the browser's tabs.
  await expect
    .poll(async () => {
      await page.clock.fastForward(60_000);
      return page.getByRole('heading', { name: 'Thank you' }).count();
    })
    .toBe(1);
});

test('a tag that is told another employee while sending has sent all the same', async () => {
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

test('a tag that is told another region while sending tells the page what became of it, and leaves nothing behind', async () => {
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

test('a comment that is too long is not cut but said', async () => {
  const page = await opened();
  await rate(page, { Overall: 'Agree' });
  await page.getByRole('textbox').fill('x'.repeat(4001));
  await press(page);
  await page.getByRole('link', { name: 'Please shorten your comment' }).waitFor();
  expect((await page.getByRole('textbox').inputValue()).length).toBe(4001);
  expect(stage.sent).toEqual([]);
});

test('a frame that may not submit forms sends all the same', async () => {
  const page = await opened({ policy: 'sandbox allow-scripts allow-same-origin' });
  await rate(page, { Overall: 'Agree' });
  await press(page);
  await heading(page, 'Thank you');
  expect(stage.sent).toHaveLength(1);
});

test('a phone of before iOS 15.4 can answer', async () => {
  const page = await opened({ prepare: () => Reflect.deleteProperty(Object, 'hasOwn') });
  await rate(page, { Overall: 'Agree' });
  await press(page);
  await heading(page, 'Thank you');
  expect([stage.sent.length, stage.errors]).toEqual([1, []]);
});

describe('when the page is left', () => {
  test('what was typed is there after a reload, in this tab, and gone once it was sent', async () => {
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

  test('in the middle of sending, the answers go out once more under the same id', async () => {
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

test('a kiosk asks the next person though the collector is down, and sends what waits when it is back', async () => {
  const page = await opened(
    { replies: [says(503)] },
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

test('a kiosk empties a form that nobody touches any more', async () => {
  const page = await opened({}, `<heart-survey region="central" channel="kiosk"></heart-survey>${script}`);
  await page.clock.install();
  await filledIn(page);
  await page.clock.fastForward(2 * 60_000);
  await expectFilledIn(page);
  await page.clock.fastForward(61_000);
  expect(await page.getByRole('textbox').inputValue()).toBe('');
  expect(await page.getByRole('radio', { checked: true }).count()).toBe(0);
});

test('a kiosk empties a form whose sending failed, though it was touched while it was on its way', async () => {
  const page = await opened(
    { prepare: forbidStorage, replies: [() => 'hang'] },
    `<heart-survey region="central" channel="kiosk"></heart-survey>${script}`,
  );
  await page.clock.install();
  await page.evaluate(patienceByItsClock);
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

test('a kiosk keeps nothing of the person who was there, and asks the next one', async () => {
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
