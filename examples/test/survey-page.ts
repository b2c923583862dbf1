import type { Locator, Page } from 'playwright-core';

// What a customer does on the survey page in English.

export const press = (page: Page): Promise<void> => page.getByRole('button', { name: 'Send my answers' }).click();

export const heading = (page: Page, name: string): Locator => page.getByRole('heading', { name, exact: true });

/** Rates the statement whose group matches with 4, Agree. */
export const rate = (page: Page, word: RegExp): Promise<void> =>
  page.getByRole('group', { name: word }).getByRole('radio', { name: 'Agree', exact: true }).check();
