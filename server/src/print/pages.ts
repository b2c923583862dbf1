import { feedbackTexts } from '@heart-survey/shared/feedback/feedback';
import { items, type Item } from '@heart-survey/shared/items';
import type { Catalog } from '@heart-survey/shared/languages/catalog';
import type { GroupTexts } from '@heart-survey/shared/survey-form';
import { fill } from '@heart-survey/shared/text';
import { html, raw } from 'hono/html';
import { page, type Markup } from '../pages/page.ts';
import { styles } from '../pages/style.ts';
import { addressLines, type Agency, type Region } from '../org/org.ts';
import { bar, footer, languageLinks, nameOf, ownerOfAll, type Languages } from '../survey/survey.ts';

/** Which of the two pages to print. */
export const sheets = ['both', 'form', 'poster'] as const;
type Sheets = (typeof sheets)[number];

interface Print {
  text: Catalog;
  languages: Languages;
  agency: Agency;
}

/** The region to print for. */
export function choosePage({ text, languages, agency, regions }: Print & { regions: Region[] }): Markup {
  const feedback = feedbackTexts(text);
  const link = ({ slug, name }: Region) =>
    html`<li><a href="/print/${slug}?lang=${text.tag}">${nameOf(name, text, languages)}</a></li>`;
  return page({
    text,
    title: text.print.title,
    style: styles.print,
    bar: bar(
      ownerOfAll(agency, text, languages),
      languageLinks(text, languages, (tag) => `/print?lang=${tag}`),
    ),
    main: html`<h1>${text.print.title}</h1>
      <p class="lead">${text.print.lead}</p>
      <h2>${text.signature.region}</h2>
      ${
        regions.length === 0
          ? html`<p>${text.home.none}</p>`
          : html`<ul class="offices">
              ${regions.map(link)}
            </ul>`
      }
      <h2>${feedback.form.title}</h2>
      <p><a href="/feedback/poster?lang=${text.tag}">${text.print.poster}</a></p>`,
    footer: footer(text),
  });
}

export interface PrintPage extends Print {
  region: Region;
  /** The question for the customer group, if the department asks. */
  group: GroupTexts | null;
  shown: Sheets;
  /** The code of the campaign that the link is for. */
  campaign: string | undefined;
  /** The survey's link in the page's language. */
  link: string;
  /** The link's QR code, as SVG. */
  code: string;
}

export function printPage(print: PrintPage): Markup {
  const { text, languages, agency, region, shown, campaign } = print;
  const own = campaign === undefined ? '' : `&campaign=${campaign}`;
  const address = (tag: string, sheet: Sheets) => `/print/${region.slug}?lang=${tag}&sheet=${sheet}${own}`;
  const names: Record<Sheets, string> = { both: text.print.both, form: text.print.form, poster: text.print.poster };
  const choice = sheets.map((sheet) =>
    sheet === shown
      ? html`<li><a href="${address(text.tag, sheet)}" aria-current="true">${names[sheet]}</a></li>`
      : html`<li><a href="${address(text.tag, sheet)}">${names[sheet]}</a></li>`,
  );
  return page({
    text,
    title: `${text.print.title} – ${region.name}`,
    style: styles.print,
    bar: bar(
      ownerOfAll(agency, text, languages),
      languageLinks(text, languages, (tag) => address(tag, shown)),
    ),
    main: html`<div class="on-screen">
        <h1>${text.print.title}</h1>
        <p class="lead">${text.print.lead}</p>
        <nav aria-label="${text.print.sheets}">
          <ul>
            ${choice}
          </ul>
        </nav>
      </div>
      ${shown === 'poster' ? '' : formSheet(print)} ${shown === 'form' ? '' : posterSheet(print)}`,
    footer: footer(text),
  });
}

/** The survey in large print, on one page. */
function formSheet({ text, languages, agency, region, group, link }: PrintPage): Markup {
  return html`<article class="sheet form" aria-labelledby="form-title">
    <header>
      <h2 id="form-title">${text.title}</h2>
      <p class="whose">${nameOf(region.name, text, languages)} · ${nameOf(region.department.name, text, languages)}</p>
    </header>
    <p>${text.print.instruction}</p>
    <p class="blank"><span>${text.print.date}</span></p>
    ${items.map((item) => statement(text, item))} ${group === null ? '' : groups(group)}
    <p class="blank lines"><span>${text.comment}</span></p>
    <footer>
      <p>
        <span
          >${
            agency.address === undefined
              ? text.print.handIn
              : html`${text.print.returnTo}
                  <strong>${nameOf(addressLines(agency.address).join(', '), text, languages)}</strong>`
          }</span
        >
        <span>${text.print.online} <a href="${link}" dir="ltr">${shortOf(link)}</a></span>
      </p>
    </footer>
  </article>`;
}

/** The maximum length of all five answers together, in characters, for a layout in five columns. */
const inColumns = 80;

function statement({ items, scale }: Catalog, item: Item): Markup {
  return html`<section class="statement">
    <h3>${items[item].statement}</h3>
    <ul class="${scale.join('').length > inColumns ? 'rows' : 'columns'}">
      ${scale.map((point) => html`<li>${point}</li>`)}
    </ul>
  </section>`;
}

/** Whoever would rather not say leaves it blank, like any other row. */
function groups({ question, options }: GroupTexts): Markup {
  const named = options.filter(([code]) => code !== '');
  return html`<section class="statement">
    <h3>${question}</h3>
    <ul class="rows groups">
      ${named.map(([, name, lang]) => html`<li><bdi lang="${lang}">${name}</bdi></li>`)}
    </ul>
  </section>`;
}

function posterSheet({ text, languages, region, link, code }: PrintPage): Markup {
  return html`<article class="sheet poster" aria-labelledby="poster-title">
    <h2 id="poster-title">${text.title}</h2>
    <p class="whose">${nameOf(region.name, text, languages)}</p>
    <p class="call">${text.print.posterLead}</p>
    <div class="code" role="img" aria-label="${fill(text.print.code, { region: region.name })}">${raw(code)}</div>
    <p>
      ${text.print.scan}
      <a href="${link}" dir="ltr">${shortOf(link)}</a>
    </p>
    <p class="quiet">${text.print.paper}</p>
  </article>`;
}

/** A link as people type it. */
function shortOf(link: string): string {
  return link.replace(/^https?:\/\//, '');
}
