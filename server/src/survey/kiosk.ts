import type { Catalog } from '@heart-survey/shared/languages/catalog';
import { surveyLink, surveyPath } from '@heart-survey/shared/survey-link';
import type { Context } from 'hono';
import type { Languages } from './language.ts';
import type { Carried } from './link.ts';

// A kiosk is one device that many people use. It returns to the language it was opened in, so every address that a person
// is sent to carries that language as `home`.

/** The language that a kiosk returns to: `home` in its address, or else the language of this page, which is the first one. */
export function homeOf(c: Context, languages: Languages, text: Catalog): string {
  return languages.find(c.req.query('home')) ?? text.tag;
}

/** The page that a kiosk shows to the next person. */
export function kioskLink(slug: string, home: string, carried: Carried): string {
  return surveyLink('', slug, { ...carried, language: home, channel: 'kiosk' });
}

/** Where the form is sent. Only a kiosk has a language and codes to return to. */
export function formAction(slug: string, home: string | undefined, carried: Carried): string {
  if (home === undefined) return surveyPath(slug);
  return `${surveyLink('', slug, { ...carried, channel: 'kiosk' })}&home=${home}`;
}

/** How long a kiosk without JavaScript shows the thank-you page before the next survey, in seconds. */
const thanksSeconds = 15;

/**
 * How long it waits on a page without a form or with an empty form, in seconds. It cannot know whether someone is still
 * typing, so it waits ten times as long as the survey takes. It never discards answers that the page shows, because
 * without JavaScript no one can ask for more time (WCAG 2.2, 2.2.1).
 */
export const abandonedSeconds = 600;

/** Makes the browser open the next person's page automatically, even without JavaScript. */
export function askNext(c: Context, next: string, reason: 'thanked' | 'abandoned'): void {
  c.header('Refresh', `${reason === 'thanked' ? thanksSeconds : abandonedSeconds}; url=${next}`);
}
