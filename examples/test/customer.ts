import type { TestCollector } from '@heart-survey/server/test/collector';
import type { Browser, Locator, Page } from 'playwright-core';

/** Opens the page and records its errors and policy violations. */
export async function visit(browser: Browser, url: string): Promise<{ page: Page; consoleErrors: string[] }> {
  const page = await browser.newPage();
  const consoleErrors: string[] = [];
  page.on('pageerror', (error) => consoleErrors.push(error.message));
  page.on('console', (message) => {
    if (message.type() === 'error') consoleErrors.push(message.text());
  });
  await page.goto(url);
  return { page, consoleErrors };
}

/** The survey: a page, a frame, or the element in a page. */
type Survey = Pick<Locator, 'getByRole'>;

/** Rates two statements, writes a comment, sends it, and waits for the thank-you. */
export async function takeSurvey(survey: Survey): Promise<void> {
  const point = (statement: RegExp, name: string) =>
    survey.getByRole('group', { name: statement }).getByRole('radio', { name, exact: true });
  await point(/Respect/, 'Agree').check();
  await point(/Overall/, 'Strongly agree').check();
  await survey.getByRole('textbox').fill('Thank you!');
  await survey.getByRole('button', { name: 'Send my answers' }).click();
  await survey.getByRole('heading', { name: 'Thank you' }).waitFor();
}

/** The response that `takeSurvey` stores. */
export const taken = { region: 'central', respect: 4, overall: 5, comment: 'Thank you!', channel: 'embed' };

export async function storedResponses({ db }: TestCollector): Promise<object[]> {
  const { rows } = await db.$client.execute(
    `SELECT region.slug AS region, respect, overall, comment, channel
      FROM response JOIN region ON region.id = response.region_id ORDER BY response.received_at, response.rowid`,
  );
  return rows.map((row) => ({ ...row }));
}
