import { feedbackTexts } from '@heart-survey/shared/feedback/feedback';
import { Hono } from 'hono';
import { html, raw } from 'hono/html';
import { renderSVG } from 'uqr';
import { readAgency } from '../org/org.ts';
import { page, type Markup } from '../pages/page.ts';
import { styles } from '../pages/style.ts';
import { bar, footer, languageLinks, ownerOfAll } from '../survey/survey.ts';
import type { FeedbackRoutes } from './form-routes.ts';
import type { Shown } from './frame.ts';

/** `/feedback/poster`: a sheet for the counter that leads to the form. */
export function posterRoutes({ db, languages, baseUrl }: FeedbackRoutes): Hono {
  return new Hono().get('/feedback/poster', async (c) => {
    const text = languages.choose(c);
    const shown = { text, texts: feedbackTexts(text), languages, agency: await readAgency(db) };
    // The default language is not in the link, so that a phone set to another offered language gets that one.
    const link = `${baseUrl}/feedback${text === languages.offered[0] ? '' : `?lang=${text.tag}`}`;
    return c.html(posterPage(shown, link));
  });
}

function posterPage({ text, texts, languages, agency }: Shown, link: string): Markup {
  const owner = ownerOfAll(agency, text, languages);
  const { print } = texts;
  return page({
    text,
    title: print.posterTitle,
    style: styles.print,
    bar: bar(
      owner,
      languageLinks(text, languages, (tag) => `/feedback/poster?lang=${tag}`),
    ),
    main: html`<h1 class="on-screen">${print.posterTitle}</h1>
      <article class="sheet poster" aria-labelledby="poster-title">
        <h2 id="poster-title">${print.posterTitle}</h2>
        <p class="whose">${owner}</p>
        <p class="call">${print.posterLead}</p>
        <div class="code" role="img" aria-label="${print.code}">
          ${raw(renderSVG(link, { border: 4, ecc: 'M', whiteColor: '#fff', blackColor: '#000' }))}
        </div>
        <p>${print.scan} <a href="${link}" dir="ltr">${shortOf(link)}</a></p>
        <p class="quiet">${print.paper}</p>
      </article>`,
    footer: footer(text),
  });
}

/** A link as people type it. */
export function shortOf(link: string): string {
  return link.replace(/^https?:\/\//, '');
}
