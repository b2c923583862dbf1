import type { Locator, Page } from 'playwright-core';
import { describe, expect, test } from 'vitest';
import {
  focused,
  forbidStorage,
  rate,
  script,
  tag,
  useStages,
  type Reply,
  type Stage,
  type StageOptions,
} from './stage.ts';

const open = useStages();
let stage: Stage;

async function opened(options: StageOptions = {}): Promise<Page> {
  stage = await open(tag + script, options);
  return stage.page;
}

const press = (page: Page): Promise<void> => page.getByRole('button', { name: 'Send my answers' }).click();
const thanked = (page: Page): Promise<void> => page.getByRole('heading', { name: 'Thank you' }).waitFor();
const summary = (page: Page): Locator => page.locator('heart-survey .problem');
const says =
  (status: number, json: unknown = { status }): Reply =>
  () => ({ status, json });

/** Fills the form and sends it, and waits for the problem that comes back. */
async function triedIn(page: Page): Promise<void> {
  await rate(page, { Helpfulness: 'Agree', Overall: 'Disagree' });
  await page.getByRole('textbox').fill('Nobody called back.');
  await press(page);
  await summary(page).waitFor();
}

async function expectAnswersKept(page: Page): Promise<void> {
  expect(await page.getByRole('textbox').inputValue()).toBe('Nobody called back.');
  const chosen = page.locator('heart-survey input:checked');
  expect(await chosen.evaluateAll((all) => all.map((radio) => radio.id))).toEqual(['helpfulness-4', 'overall-2']);
  expect(await page.getByRole('button').getAttribute('aria-disabled')).toBe('false');
  expect(await page.locator('heart-survey .status').textContent()).toBe('');
}

describe('when nothing is rated', () => {
  test('the summary says so and has the focus, and nothing is sent', async () => {
    const page = await opened();
    await page.getByRole('textbox').fill('Just a word.');
    await press(page);
    await summary(page).waitFor();
    expect(await summary(page).innerText()).toMatch(/There is a problem\s+Rate at least one statement\./);
    expect(await focused(page)).toBe('div');
    expect(stage.requests.filter((url) => url.endsWith('/responses'))).toEqual([]);
  });

  test('its link leads to the first statement', async () => {
    const page = await opened();
    await press(page);
    await page.getByRole('link', { name: 'Rate at least one statement.' }).click();
    expect(await focused(page)).toBe('input#helpfulness-1');
    expect(new URL(page.url()).hash).toBe('');
  });

  test('a statement with a problem names it to a screen reader, and no longer once it is mended', async () => {
    const page = await opened();
    await press(page);
    const first = page.getByRole('group', { name: 'Helpfulness' });
    const described = (): Promise<string | null> => first.getAttribute('aria-describedby');
    expect(await described()).toBe('helpfulness-error');
    expect(await first.locator('#helpfulness-error').innerText()).toBe('Rate at least one statement.');
    await rate(page, { Overall: 'Agree' });
    stage.replies.push(() => 'hang');
    await press(page);
    await page.locator('heart-survey button[aria-disabled=true]').waitFor();
    expect(await summary(page).isVisible()).toBe(false);
    expect(await page.locator('heart-survey .error').count()).toBe(0);
    expect(await described()).toBeNull();
  });
});

describe('when the collector refuses', () => {
  test('each problem stands at its statement, in words that the respondent knows', async () => {
    const errors = [
      { path: 'ratings.respect', message: 'A rating is a whole number from 1 to 5.' },
      { path: 'comment', message: 'A comment has at most 4,000 characters.' },
      { path: 'ratings.respect', message: 'Again.' },
      { path: 'wording', message: 'There is no wording of that version.' },
    ];
    const page = await opened({ replies: [says(400, { status: 400, errors })], viewport: { width: 320, height: 400 } });
    await triedIn(page);
    expect(await summary(page).getByRole('listitem').allInnerTexts()).toEqual([
      'Choose one of the five answers, or none: “Staff treated me with respect.”',
      'Please shorten your comment to 4,000 characters or less.',
      'We are sorry: your answers could not be saved. Please check them and send them again.',
    ]);
    expect(await page.getByRole('group', { name: 'Respect' }).locator('.error').innerText()).toContain('Choose one');
    expect(await page.getByRole('textbox').getAttribute('aria-describedby')).toBe('notice hint comment-error');
    await page.getByRole('link', { name: 'Choose one' }).click();
    expect(await focused(page)).toBe('input#respect-1');
    // The statement is in view with its radio, which alone does not say what it answers.
    const legend = page.locator('heart-survey legend', { hasText: 'Respect' });
    const top = await legend.evaluate((one) => one.getBoundingClientRect().top);
    expect(top).toBeGreaterThanOrEqual(0);
    expect(top).toBeLessThan(200);
    await page.getByRole('link', { name: 'Please shorten' }).click();
    expect(await focused(page)).toBe('textarea#comment');
    await expectAnswersKept(page);
  });

  test('answers that differ from those it has under the id get a new id and are sent when asked again', async () => {
    const page = await opened({ replies: [says(503), says(409)], prepare: forbidStorage });
    await triedIn(page);
    await rate(page, { Overall: 'Agree' });
    await press(page);
    await page.getByText('Answers were sent from this page before.').waitFor();
    await press(page);
    await thanked(page);
    const [first, changed, again] = stage.sent;
    expect(stage.sent).toHaveLength(3);
    expect(changed?.id).toBe(first?.id);
    expect(again?.id).not.toBe(first?.id);
    expect(again).toEqual({ ...changed, id: again?.id });
  });

  test.each([
    [404, 'notFound', 'Please check the link.'],
    [410, 'retired', 'The survey of Central Region does not take answers any more.'],
    [413, 'tooLarge', 'Please shorten your comment and send it again.'],
    [400, 'refused', 'Please check them and send them again.'],
  ])('%i is told to the page as %s and to the respondent in a sentence', async (status, reason, sentence) => {
    const page = await opened({ replies: [says(status)] });
    const heard = page.evaluate(
      () =>
        new Promise<unknown>((resolve) => {
          document.addEventListener('heart-error', (event) => resolve([event.reason, event.composed]));
        }),
    );
    await triedIn(page);
    expect(await summary(page).innerText()).toContain(sentence);
    expect(await heard).toEqual([reason, true]);
    await expectAnswersKept(page);
  });
});
