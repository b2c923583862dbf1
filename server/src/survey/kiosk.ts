import type { Catalogue } from '@heart-survey/shared/languages/catalogue';
import { surveyLink, surveyPath } from '@heart-survey/shared/survey-link';
import type { Context } from 'hono';
import type { Languages } from './language.ts';

// A kiosk is one device that many people use. It goes back to the language that it was opened in, so every address that a
// person is led to carries that language along as `home`.

/** The language that a kiosk goes back to: what its address says, else the language of this page, which is the first. */
export function homeOf(c: Context, languages: Languages, text: Catalogue): string {
  return languages.find(c.req.query('home')) ?? text.tag;
}

/** The page that a kiosk shows to the next person. */
export function kioskLink(slug: string, home: string, employee?: string): string {
  return surveyLink('', slug, { language: home, employee: employee === '' ? undefined : employee, channel: 'kiosk' });
}

/** Where the form is sent to. Only a kiosk has a language, and an employee, to go back to. */
export function formAction(slug: string, home: string | undefined, employee?: string): string {
  if (home === undefined) return surveyPath(slug);
  return `${surveyLink('', slug, { employee: employee || undefined, channel: 'kiosk' })}&home=${home}`;
}

/** How long a kiosk without a script shows its thanks before it asks the next person, in seconds. */
const thanksSeconds = 15;

/**
 * How long it waits for a person at a page without a form or with an empty one, in seconds. Nothing tells it whether
 * somebody still types, so it waits ten times as long as the survey takes, and does not take away answers that the page
 * shows again: without a script nobody can ask for more time (WCAG 2.2, 2.2.1).
 */
export const abandonedSeconds = 600;

/** Has the browser go on to the next person's page by itself, without a script too. */
export function askNext(c: Context, next: string, reason: 'thanked' | 'abandoned'): void {
  c.header('Refresh', `${reason === 'thanked' ? thanksSeconds : abandonedSeconds}; url=${next}`);
}
