import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { Catalogue } from '@heart-survey/shared/languages/catalogue';
import { html, raw } from 'hono/html';
import { fileBesideCode } from '../files.ts';

/** What `html` makes. */
export type Markup = ReturnType<typeof html>;

const readCss = (name: string) => {
  const file = name.startsWith('@') ? new URL(import.meta.resolve(name)) : fileBesideCode(name);
  return readFileSync(file, 'utf8');
};

/** A page's one stylesheet stands in the page itself, so that the first answer is enough to show it. */
const stylesheet = (...files: string[]) =>
  files
    .map(readCss)
    .join('\n')
    .replace(/\/\*.*?\*\//gs, '')
    .replace(/\s+/g, ' ');

const base = ['@heart-survey/shared/look.css', 'pages/page.css', '@heart-survey/shared/language-choice.css'];
const sheets = {
  survey: stylesheet(...base, '@heart-survey/shared/survey-form.css', 'survey/hosted-form.css'),
  /** For those who set a survey up, and for pages to read: no form loads it. */
  technical: stylesheet(...base, 'pages/list.css', 'pages/technical.css'),
  print: stylesheet(...base, 'pages/list.css', 'print/print.css'),
  /** For the staff. */
  console: stylesheet(
    ...base,
    'console/console.css',
    'people/people.css',
    'results/results.css',
    'comments/comments.css',
    'paper/paper.css',
  ),
};

/** What a Content-Security-Policy calls the stylesheets. */
export const stylesheetSources = Object.values(sheets).map(
  (sheet) => `'sha256-${createHash('sha256').update(sheet).digest('base64')}'`,
);

export interface Page {
  text: Catalogue;
  title: string;
  /** Between the top of the window and the page's own content: whose page this is, and in which languages. */
  bar?: Markup;
  main: Markup;
  /** Where else to go. */
  footer?: Markup | undefined;
  sheet?: keyof typeof sheets;
  /** Where the browser goes on to by itself: from a page that a form led to, a redirect to another site is barred. */
  continueTo?: string | undefined;
  /** Where a browser without a script goes on to after so many seconds. */
  abandonedFor?: { seconds: number; next: string } | undefined;
}

/** A complete document. */
export function page({ text, title, bar, main, footer, sheet = 'survey', continueTo, abandonedFor }: Page): Markup {
  return html`<!doctype html>
    <html lang="${text.tag}" dir="${text.direction}">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="robots" content="noindex" />
        ${continueTo === undefined ? '' : html`<meta http-equiv="refresh" content="0; url=${continueTo}" />`}
        ${abandonedFor === undefined ? '' : withoutScript(abandonedFor)}
        <title>${title}</title>
        <link rel="icon" href="/favicon.svg" />
        ${raw(`<style>${sheets[sheet]}</style>`)}
      </head>
      <body>
        ${bar ?? ''}
        <main id="main">${main}</main>
        ${footer ?? ''}
      </body>
    </html>`;
}

function withoutScript({ seconds, next }: NonNullable<Page['abandonedFor']>): Markup {
  return html`<noscript><meta http-equiv="refresh" content="${seconds}; url=${next}" /></noscript>`;
}

/** A page that says one thing, such as that a link leads nowhere, and where to go from there. */
export function messagePage(text: Catalogue, title: string, message: string, next?: { href: string; says: string }) {
  const main = html`<h1>${title}</h1>
    <p class="lead">${message}</p>
    ${next ? html`<p><a href="${next.href}">${next.says}</a></p>` : ''}`;
  return page({ text, title, main });
}
