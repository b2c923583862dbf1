import { type Catalogue } from '@heart-survey/shared/languages/catalogue';
import { surveyLink } from '@heart-survey/shared/survey-link';
import { html } from 'hono/html';
import { page, type Markup } from '../pages/page.ts';
import { styles } from '../pages/style.ts';
import { addressLines, type Agency, type Region } from '../org/org.ts';
import { bar, footer, languageLinks, nameOf, ownerOfAll } from './frame.ts';
import type { Languages } from './language.ts';

/** What the pages of the installation as a whole are made from. */
export interface HomePage {
  text: Catalogue;
  languages: Languages;
  agency: Agency;
}

/** The front page: every survey that takes answers, and what becomes of them. */
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
    html`<section>
      <h2>${text.home.staffTitle}</h2>
      <ul class="links">
        <li><a href="/signature${query}">${text.home.signature}</a></li>
        <li><a href="/print${query}">${text.home.print}</a></li>
      </ul>
    </section>`,
  ]);
}

export function privacyPage(home: HomePage): Markup {
  const { text, languages, agency } = home;
  const say = text.privacyPage;
  const long = agency.retention === undefined ? say.longUnsaid : nameOf(agency.retention, text, languages);
  return around(home, '/privacy', text.privacy, [
    html`<p class="lead">${say.lead}</p>`,
    section(say.keptTitle, say.kept, say.publicRecord),
    section(say.notKeptTitle, say.notKept, say.address),
    section(say.deviceTitle, say.device),
    section(say.seenTitle, say.seen),
    section(say.longTitle, long),
    contact(home, text.contact.title),
  ]);
}

export function accessibilityPage(home: HomePage): Markup {
  const { text, languages } = home;
  const say = text.accessibility;
  const drafts = languages.offered.filter(({ review }) => review === 'draft');
  const limits = drafts.length === 0 ? say.noLimits : draftsNamed(say.drafts, drafts);
  return around(home, '/accessibility', say.title, [
    html`<p class="lead">${say.lead}</p>
      <p>${say.standard}</p>
      <p>${say.works}</p>`,
    section(say.limitsTitle, limits),
    section(say.waysTitle, html`${say.ways} <a href="/print?lang=${text.tag}">${text.home.print}</a>`),
    contact(home, say.tellTitle, say.tell),
  ]);
}

/** The sentence with each language named in itself. */
function draftsNamed(sentence: string, drafts: Catalogue[]): Markup {
  const [before, after] = sentence.split('{languages}');
  const names = drafts.map(
    ({ tag, direction, name }, at) => html`${at > 0 ? ', ' : ''}<bdi lang="${tag}" dir="${direction}">${name}</bdi>`,
  );
  return html`${before}${names}${after}`;
}

/** Where people can turn to. */
function contact({ text, languages, agency }: HomePage, title: string, ...sentences: string[]): Markup {
  const { email, phone, address } = agency;
  const say = text.contact;
  const ways = [
    ...(email ? [way(say.email, html`<a href="mailto:${email}">${email}</a>`)] : []),
    ...(phone ? [way(say.phone, phoneLink(phone))] : []),
    ...(address
      ? [way(say.mail, html`${addressLines(address).map((line) => html`${nameOf(line, text, languages)}<br />`)}`)]
      : []),
  ];
  return html`<section>
    <h2>${title}</h2>
    ${sentences.map((sentence) => html`<p>${sentence}</p>`)}
    ${
      ways.length === 0
        ? html`<p>${say.unsaid}</p>`
        : html`<p>${say.reach}</p>
            <dl>${ways}</dl>`
    }
  </section>`;
}

/** A number to dial; with an extension or letters in it, it is one to read. */
function phoneLink(phone: string): Markup {
  return /^[+\d\s().-]+$/.test(phone)
    ? html`<a href="tel:${phone.replace(/[^\d+]/g, '')}" dir="ltr">${phone}</a>`
    : html`<span dir="ltr">${phone}</span>`;
}

function way(name: string, where: Markup): Markup {
  return html`<dt>${name}</dt>
    <dd>${where}</dd>`;
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
