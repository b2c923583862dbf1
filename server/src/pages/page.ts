import type { Catalog } from '@heart-survey/shared/languages/catalog';
import { html, raw } from 'hono/html';
import { styles, type InlineStyle, type LinkedStyle } from './style.ts';

/** The result of `html`. */
export type Markup = ReturnType<typeof html>;

export interface Page {
  text: Catalog;
  title: string;
  /** Above the page's content: the owner's name and the languages. */
  bar?: Markup;
  main: Markup;
  /** Links to other pages. */
  footer?: Markup | undefined;
  style?: InlineStyle | LinkedStyle;
  /** Where the browser goes automatically. The policy blocks a redirect to another site after a form was sent. */
  continueTo?: string | undefined;
  /** Whether search engines may list it. */
  isListed?: boolean;
  /** Where a browser without JavaScript goes after this many seconds. */
  abandonedFor?: { seconds: number; next: string } | undefined;
}

/** A complete HTML document. */
export function page({
  text,
  title,
  bar,
  main,
  footer,
  style = styles.survey,
  continueTo,
  abandonedFor,
  isListed = false,
}: Page): Markup {
  return html`<!doctype html>
    <html lang="${text.tag}" dir="${text.direction}">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        ${isListed ? '' : html`<meta name="robots" content="noindex" />`}
        ${continueTo === undefined ? '' : html`<meta http-equiv="refresh" content="0; url=${continueTo}" />`}
        ${abandonedFor === undefined ? '' : withoutScript(abandonedFor)}
        <title>${title}</title>
        <link rel="icon" href="/favicon.svg" />
        ${styleElement(style)}
      </head>
      <body>
        ${bar ?? ''}
        <main id="main">${main}</main>
        ${footer ?? ''}
      </body>
    </html>`;
}

function styleElement(style: InlineStyle | LinkedStyle): Markup {
  return 'path' in style
    ? html`<link rel="stylesheet" href="${style.path}" />`
    : html`${raw(`<style>${style.css}</style>`)}`;
}

function withoutScript({ seconds, next }: NonNullable<Page['abandonedFor']>): Markup {
  return html`<noscript><meta http-equiv="refresh" content="${seconds}; url=${next}" /></noscript>`;
}

/** A page with one message, such as a broken link, and a link to continue. */
export function messagePage(text: Catalog, title: string, message: string, next?: { href: string; message: string }) {
  const main = html`<h1>${title}</h1>
    <p class="lead">${message}</p>
    ${next ? html`<p><a href="${next.href}">${next.message}</a></p>` : ''}`;
  return page({ text, title, main });
}
