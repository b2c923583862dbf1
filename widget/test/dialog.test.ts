import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { focused, rate, script, tag, useStages } from './stage.ts';

const open = useStages();
const dialogTag = tag.replace('>', ' display="dialog">');
const opener = (page: Page) => page.getByRole('button', { name: 'How are we doing?' });
const dialog = (page: Page) => page.getByRole('dialog', { name: 'How are we doing?' });

async function opened(markup = dialogTag + script): Promise<Page> {
  const { page } = await open(markup);
  await opener(page).click();
  await dialog(page).waitFor();
  return page;
}

test('is a button in the page until it is pressed, and then a dialog with the survey and the focus in it', async () => {
  const { page, errors } = await open(dialogTag + script);
  await opener(page).waitFor();
  expect(await page.getByRole('radio').count()).toBe(0);
  expect(await page.getByText('The survey is not here.').isVisible()).toBe(false);
  await opener(page).click();
  await dialog(page).waitFor();
  expect(await dialog(page).getByRole('radio').count()).toBe(30);
  expect(await focused(page)).toBe('h2#title');
  // Nothing of the page below can be reached.
  expect(await dialog(page).evaluate((one) => one.matches(':modal'))).toBe(true);
  expect(errors).toEqual([]);
});

test.each([
  ['Escape', (page: Page) => page.keyboard.press('Escape')],
  ['the button that says Close', (page: Page) => page.getByRole('button', { name: 'Close', exact: true }).click()],
])('closes by %s, gives the focus back, and keeps what was answered', async (_, close) => {
  const page = await opened();
  await rate(page, { Respect: 'Agree' });
  await close(page);
  await dialog(page).waitFor({ state: 'hidden' });
  expect(await focused(page)).toBe('button');
  await page.keyboard.press('Enter');
  await dialog(page).waitFor();
  expect(await page.getByRole('radio', { checked: true }).count()).toBe(1);
});

test('sends, thanks in its place, and closes again', async () => {
  const { page, sent } = await open(dialogTag + script);
  await opener(page).click();
  await rate(page, { Overall: 'Agree' });
  await page.getByRole('button', { name: 'Send my answers' }).click();
  const thanks = page.getByRole('dialog', { name: 'Thank you' });
  await thanks.waitFor();
  expect(await focused(page)).toBe('h2#title');
  expect(sent).toMatchObject([{ ratings: { overall: 4 } }]);
  await page.getByRole('button', { name: 'Close', exact: true }).click();
  await thanks.waitFor({ state: 'hidden' });
  expect(await focused(page)).toBe('button');
});

test('the button that closes stays in reach, and hides nothing that has the focus', async () => {
  const page = await opened();
  await page.setViewportSize({ width: 320, height: 480 });
  await page.getByRole('textbox').focus();
  const close = page.getByRole('button', { name: 'Close', exact: true });
  const inView = (box: { y: number; height: number } | null) => box !== null && box.y >= 0 && box.y + box.height <= 480;
  expect(inView(await close.boundingBox())).toBe(true);
  // Back up through everything, one stop at a time.
  for (let stops = 0; stops < 6; stops += 1) {
    await page.keyboard.press('Shift+Tab');
    const isCovered = () =>
      page.evaluate(() => {
        const root = document.querySelector('heart-survey')!.shadowRoot!;
        const box = root.activeElement!.getBoundingClientRect();
        const hit = root.elementFromPoint(box.x + box.width / 2, box.y + box.height / 2);
        return hit === null || hit.closest('.bar') !== null;
      });
    await expect.poll(isCovered).toBe(false);
  }
});

test('closes when the tag is moved in the page, so that nothing stands open in the middle of it', async () => {
  const page = await opened();
  await rate(page, { Respect: 'Agree' });
  await page.evaluate(() => document.querySelector('h1')!.before(document.querySelector('heart-survey')!));
  await dialog(page).waitFor({ state: 'hidden' });
  await opener(page).click();
  await dialog(page).waitFor();
  expect(await page.getByRole('radio', { checked: true }).count()).toBe(1);
});

test('a page that hides the tag while the dialog is open is not shut off by it', async () => {
  const page = await opened();
  await page.evaluate(() => {
    const button = Object.assign(document.createElement('button'), { textContent: 'Ours' });
    button.addEventListener('click', () => (document.title = 'Clicked'));
    document.body.append(button);
    document.querySelector('main')!.hidden = true;
  });
  await page.getByRole('button', { name: 'Ours' }).click();
  expect(await page.title()).toBe('Clicked');
});

test('an answer that comes when the dialog was closed is said beside the button', async () => {
  const { page } = await open(dialogTag + script);
  const arrived = Promise.withResolvers<void>();
  const goOn = Promise.withResolvers<void>();
  await page.route('**/api/v1/responses', async (route) => {
    arrived.resolve();
    await goOn.promise;
    await route.continue();
  });
  await opener(page).click();
  await rate(page, { Respect: 'Agree' });
  await page.getByRole('button', { name: 'Send my answers' }).click();
  await arrived.promise;
  await page.keyboard.press('Escape');
  goOn.resolve();
  const said = page.getByRole('status');
  await expect.poll(() => said.allInnerTexts()).toContain('Thank you');
});

test('stands in the page where the browser knows no dialog', async () => {
  const { page } = await open(dialogTag + script, {
    prepare: () => Reflect.deleteProperty(window, 'HTMLDialogElement'),
  });
  await page.getByRole('group', { name: 'Helpfulness' }).waitFor();
  expect(await opener(page).count()).toBe(0);
});

test('an answer that was begun in the page is there in the dialog when the tag is changed, and back again', async () => {
  const { page } = await open(tag + script);
  await rate(page, { Respect: 'Agree' });
  const set = (display: string) =>
    page.locator('heart-survey').evaluate((one, display) => one.setAttribute('display', display), display);
  await set('dialog');
  await opener(page).click();
  await dialog(page).waitFor();
  expect(await page.getByRole('radio', { checked: true }).count()).toBe(1);
  await set('inline');
  await page.getByRole('heading', { name: 'An agency' }).waitFor();
  expect(await page.getByRole('radio', { checked: true }).count()).toBe(1);
});
