import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { Catalogue } from '@heart-survey/shared/languages/catalogue';
import { html, raw } from 'hono/html';

/** What `html` makes. */
export type Markup = ReturnType<typeof html>;

const readCss = (specifier: string) => readFileSync(new URL(import.meta.resolve(specifier)), 'utf8');

/** All pages' one stylesheet stands in the page itself, so that the first answer is enough to show it. */
const stylesheet = ['@heart-survey/shared/look.css', './page.css', '@heart-survey/shared/survey-form.css']
  .map(readCss)
  .join('\n')
  .replace(/\/\*.*?\*\//gs, '')
  .replace(/\s+/g, ' ');

/** What a Content-Security-Policy calls the stylesheet. */
export const stylesheetSource = `'sha256-${createHash('sha256').update(stylesheet).digest('base64')}'`;

export interface Page {
  text: Catalogue;
  title: string;
  /** Between the top of the window and the page's own content: whose page this is, and in which languages. */
  bar?: Markup;
  main: Markup;
}

/** A complete document. */
export function page({ text, title, bar, main }: Page): Markup {
  return html`<!doctype html>
    <html lang="${text.tag}" dir="${text.direction}">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="robots" content="noindex" />
        <title>${title}</title>
        <link rel="icon" href="/favicon.svg" />
        ${raw(`<style>${stylesheet}</style>`)}
      </head>
      <body>
        ${bar ?? ''}
        <main>${main}</main>
      </body>
    </html>`;
}

/** A page that says one thing, such as that a link leads nowhere. */
export function messagePage(text: Catalogue, title: string, message: string): Markup {
  const main = html`<h1>${title}</h1>
    <p class="lead">${message}</p>`;
  return page({ text, title, main });
}
