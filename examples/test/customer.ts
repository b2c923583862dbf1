import type { TestCollector } from '@heart-survey/server/test/collector';
import type { Browser, Locator, Page } from 'playwright-core';

/** Opens the page, and notes all that the browser complains of there: what was thrown, and what a policy forbade. */
export async function visit(browser: Browser, url: string): Promise<{ page: Page; complaints: string[] }> {
  const page = await browser.newPage();
  const complaints: string[] = [];
  page.on('pageerror', (error) => complaints.push(error.message));
  page.on('console', (message) => {
    if (message.type() === 'error') complaints.push(message.text());
  });
  await page.goto(url);
  return { page, complaints };
}

/** Where the survey is: a page, a frame, or the element in a page. */
type Survey = Pick<Locator, 'getByRole'>;

/** Rates two statements, says thank you, sends it, and waits for the thanks. */
export async function takeSurvey(survey: Survey): Promise<void> {
  const point = (statement: RegExp, name: string) =>
    survey.getByRole('group', { name: statement }).getByRole('radio', { name, exact: true });
  await point(/Respect/, 'Agree').check();
  await point(/Overall/, 'Strongly agree').check();
  await survey.getByRole('textbox').fill('Thank you!');
  await survey.getByRole('button', { name: 'Send my answers' }).click();
  await survey.getByRole('heading', { name: 'Thank you' }).waitFor();
}

/** What `takeSurvey` leaves with the collector. */
export const taken = { region: 'central', respect: 4, overall: 5, comment: 'Thank you!', channel: 'embed' };

export async function storedResponses({ db }: TestCollector): Promise<object[]> {
  const { rows } = await db.$client.execute(
    `SELECT region.slug AS region, respect, overall, comment, channel
      FROM response JOIN region ON region.id = response.region_id ORDER BY response.received_at, response.rowid`,
  );
  return rows.map((row) => ({ ...row }));
}
