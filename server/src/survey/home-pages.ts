import { feedbackTexts } from '@heart-survey/shared/feedback/feedback';
import { type Catalog } from '@heart-survey/shared/languages/catalog';
import { resultsTexts } from '@heart-survey/shared/results/results';
import { surveyLink } from '@heart-survey/shared/survey-link';
import { html } from 'hono/html';
import { page, type Markup } from '../pages/page.ts';
import { styles } from '../pages/style.ts';
import { addressLines, type Agency, type Region } from '../org/org.ts';
import { formatsLine, type ListedFormats } from './formats.ts';
import { bar, footer, languageLinks, nameOf, ownerOfAll } from './frame.ts';
import type { Languages } from './language.ts';

/** The input of the pages about the whole installation. */
export interface HomePage {
  text: Catalog;
  languages: Languages;
  agency: Agency;
  /** Those that at least one department with an open survey offers. */
  formats: ListedFormats;
}

/** The front page: every open survey, and what happens to the answers. */
export function homePage({ regions, ...home }: HomePage & { regions: Region[] }): Markup {
  const { text, languages } = home;
  const query = `?lang=${text.tag}`;
  const isOne = new Set(regions.map(({ department }) => department.id)).size === 1;
  const link = ({ slug, name, department }: Region) =>
    html`<li>
      <a href="${surveyLink('', slug, { language: text.tag })}">${nameOf(name, text, languages)}</a>
      ${isOne ? '' : html`<span>${nameOf(department.name, text, languages)}</span>`}
    </li>`;
  return around(home, '/', text.title, [
    html`<p class="lead">${text.home.lead}</p>
      <h2>${text.home.offices}</h2>
      ${
        regions.length === 0
          ? html`<p>${text.home.none}</p>`
          : html`<ul class="offices">
              ${regions.map(link)}
            </ul>`
      }`,
    section(text.home.nextTitle, ...text.home.next),
    resultsSection(text),
    feedbackSection(home),
    html`<section>
      <h2>${text.home.staffTitle}</h2>
      <ul class="links">
        <li><a href="/signature${query}">${text.home.signature}</a></li>
        <li><a href="/print${query}">${text.home.print}</a></li>
      </ul>
    </section>`,
  ]);
}

/** The way to what the agency published. */
function resultsSection(text: Catalog): Markup {
  const { title, lead, agencyPage } = resultsTexts(text);
  return html`<section>
    <h2>${title}</h2>
    <p>${lead} <a href="/results?lang=${text.tag}">${agencyPage.latest}</a></p>
  </section>`;
}

/** The way to write to the agency, and to read its answer. */
function feedbackSection({ text, formats }: HomePage): Markup {
  const { form, print, case: own } = feedbackTexts(text);
  return html`<section>
    <h2>${print.posterTitle}</h2>
    <p>${form.lead}</p>
    ${formatsLine(text, formats)}
    <ul class="links">
      <li><a href="/feedback?lang=${text.tag}">${form.title}</a></li>
      <li><a href="/case?lang=${text.tag}">${own.title}</a></li>
    </ul>
  </section>`;
}

/** @param asksGroup whether any office asks for the customer group. */
export function privacyPage(home: HomePage, asksGroup: boolean): Markup {
  const { text, languages, agency } = home;
  const texts = text.privacyPage;
  const long = agency.retention === undefined ? texts.longUnsaid : nameOf(agency.retention, text, languages);
  return around(home, '/privacy', text.privacy, [
    html`<p class="lead">${texts.lead}</p>`,
    section(texts.keptTitle, texts.kept, ...(asksGroup ? [texts.group] : []), texts.link, texts.publicRecord),
    section(texts.notKeptTitle, texts.notKept, texts.address),
    section(texts.deviceTitle, texts.device),
    section(texts.seenTitle, texts.seen),
    section(texts.longTitle, long),
    contact(home, text.contact.title),
  ]);
}

export function accessibilityPage(home: HomePage): Markup {
  const { text, languages, formats } = home;
  const texts = text.accessibility;
  const drafts = languages.offered.filter(({ review }) => review === 'draft');
  const limits = drafts.length === 0 ? texts.noLimits : draftsNamed(texts.drafts, drafts);
  return around(home, '/accessibility', texts.title, [
    html`<p class="lead">${texts.lead}</p>
      <p>${texts.standard}</p>
      <p>${texts.works}</p>`,
    section(texts.limitsTitle, limits),
    html`${section(texts.waysTitle, html`${texts.ways} <a href="/print?lang=${text.tag}">${text.home.print}</a>`)}
    ${formatsLine(text, formats)}`,
    contact(home, texts.tellTitle, texts.tell),
  ]);
}

/** Fills in the languages, each with its own name. */
function draftsNamed(sentence: string, drafts: Catalog[]): Markup {
  const [before, after] = sentence.split('{languages}');
  const names = drafts.map(
    ({ tag, direction, name }, at) => html`${at > 0 ? ', ' : ''}<bdi lang="${tag}" dir="${direction}">${name}</bdi>`,
  );
  return html`${before}${names}${after}`;
}

/** The agency's contact details. */
function contact({ text, languages, agency }: HomePage, title: string, ...sentences: string[]): Markup {
  const { email, phone, address } = agency;
  const texts = text.contact;
  const contacts = [
    ...(email ? [entry(texts.email, html`<a href="mailto:${email}">${email}</a>`)] : []),
    ...(phone ? [entry(texts.phone, phoneLink(phone))] : []),
    ...(address
      ? [entry(texts.mail, html`${addressLines(address).map((line) => html`${nameOf(line, text, languages)}<br />`)}`)]
      : []),
  ];
  return html`<section>
    <h2>${title}</h2>
    ${sentences.map((sentence) => html`<p>${sentence}</p>`)}
    ${
      contacts.length === 0
        ? html`<p>${texts.unsaid}</p>`
        : html`<p>${texts.reach}</p>
            <dl>${contacts}</dl>`
    }
  </section>`;
}

/** A phone link. A number with an extension or letters is plain text. */
function phoneLink(phone: string): Markup {
  return /^[+\d\s().-]+$/.test(phone)
    ? html`<a href="tel:${phone.replace(/[^\d+]/g, '')}" dir="ltr">${phone}</a>`
    : html`<span dir="ltr">${phone}</span>`;
}

function entry(name: string, value: Markup): Markup {
  return html`<dt>${name}</dt>
    <dd>${value}</dd>`;
}

function section(title: string, ...sentences: (string | Markup)[]): Markup {
  return html`<section>
    <h2>${title}</h2>
    ${sentences.map((sentence) => html`<p>${sentence}</p>`)}
  </section>`;
}

function around({ text, languages, agency }: HomePage, path: string, title: string, content: Markup[]): Markup {
  return page({
    text,
    title,
    bar: bar(
      ownerOfAll(agency, text, languages),
      languageLinks(text, languages, (tag) => `${path}?lang=${tag}`),
    ),
    main: html`<h1>${title}</h1>
      ${content}`,
    footer: footer(text),
    style: styles.technical,
  });
}
