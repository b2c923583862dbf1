import { html } from 'hono/html';
import type { PublicText } from '../org/org.ts';
import type { Markup } from '../pages/page.ts';
import {
  lastChange,
  publicPath,
  resultsPath,
  type PublishedDepartment,
  type PublishedQuarter,
} from '../publishing/publishing.ts';
import { trendChart } from './chart.ts';
import { complainSection, corrections, countedSection } from './explained.ts';
import { breadcrumbs, framed, hrefIn, marked, type Shown } from './frame.ts';
import { doneSection, quotesSection } from './said-and-done.ts';
import { standardsSection } from './standards.ts';
import { quarterTable, regionTable, statementsByRegion, statementTable, statusWords } from './tables.ts';
import {
  changeInWords,
  countInWords,
  dateInWords,
  goalInWords,
  intervalInWords,
  quarterLabel,
  quarterPhrase,
  quarterTitle,
} from './words.ts';

export interface QuarterPage extends Shown {
  published: PublishedDepartment;
  /** How many changes are shown side by side for the agency, so that a change is called the same everywhere. */
  comparisons: number;
  /** The one shown: one of the department's published quarters. */
  shown: PublishedQuarter;
  /** The agency's own texts in this language. */
  own: Partial<Record<PublicText, string>>;
  /** If it is not published like this. */
  preview?: Preview;
}

interface Preview {
  /** Says so to the staff who look at it. */
  notice: Markup;
  /** Its address in another language. */
  hrefOf: (tag: string) => string;
}

/** How many quarters a trend shows. */
export const trendLength = 12;

/** A published quarter of a department. */
export function quarterPage(page: QuarterPage): Markup {
  const { published, shown, texts, preview } = page;
  const { department } = published;
  const { quarterPage: words } = texts;
  const title = quarterTitle(page, shown.quarter);
  return framed(page, {
    title: `${title} – ${department.name}`,
    path: publicPath(department, shown.quarter),
    hrefOf: preview?.hrefOf,
    main: html`${preview?.notice ?? ''}${breadcrumbs(page, [
        { path: resultsPath, label: texts.title },
        { path: publicPath(department), name: department.name },
      ])}
      <h1>${title}</h1>
      <p class="sentence">${marked(page, quarterPhrase(page, shown, department.name))}</p>
      ${keyFigures(page)} ${corrections(page, department, shown)}
      <h2>${words.regions}</h2>
      ${regionTable(page, shown, department.name)} ${excluded(page)} ${trendSection(page)}
      <h2>${words.statements}</h2>
      ${shown.figures.total.status === 'suppressed' ? '' : statementTable(page, shown, department.name)}
      ${statementsByRegion(page, shown, department.name)} ${quotesSection(page, published.quotes)}
      ${doneSection(page, published, shown)} ${standardsSection(page, shown, department)} ${countedSection(page)}
      ${complainSection(page, page.own)} ${filesSection(page)} ${otherQuarters(page)}
      <p class="quiet">
        ${marked(page, { message: words.published, values: { date: dateInWords(page, shown.publishedAt, department.zone) } })}
      </p>`,
  });
}

/** Nothing if the total is withheld, or nobody answered. */
function keyFigures(page: QuarterPage): Markup | '' {
  const { total, target } = page.shown.figures;
  if (total.status === 'suppressed' || total.average === null) return '';
  const { heads } = page.texts;
  const upToThis = quartersUpTo(page);
  const change = lastChange({ department: page.published.department, quarters: upToThis }, page.comparisons);
  return html`<dl class="figures">
    <div>
      <dt>${heads.average}</dt>
      <dd>
        ${total.average}<small class="${total.status}"
          >${goalInWords(page, target)} · ${statusWords(page, total)}</small
        >
      </dd>
    </div>
    <div>
      <dt>${heads.interval}</dt>
      <dd class="words">${intervalInWords(page, total.interval)}</dd>
    </div>
    <div>
      <dt>${heads.responses}</dt>
      <dd>${countInWords(page, total.responses)}<small>${heads.ratings}: ${countInWords(page, total.n)}</small></dd>
    </div>
    ${
      change === undefined
        ? ''
        : html`<div>
            <dt>${heads.change}</dt>
            <dd>
              ${change.difference === null ? '–' : html`<bdi dir="ltr">${change.difference}</bdi>`}<small
                >${changeInWords(page, change)}</small
              >
            </dd>
          </div>`
    }
  </dl>`;
}

/** How many responses were excluded. For 1 to 10, only that there are some. */
function excluded(page: QuarterPage): Markup | '' {
  const { total } = page.shown.figures;
  if (total.status === 'suppressed' || total.excluded === 0) return '';
  const { excluded: message, excludedFew } = page.texts.quarterPage;
  const { excluded: count } = total;
  return html`<p class="quiet">
    ${count === null ? excludedFew : marked(page, { message, values: { count: countInWords(page, count) } })}
  </p>`;
}

/** The published quarters up to the one shown, oldest first. */
function quartersUpTo({ published, shown }: QuarterPage): PublishedQuarter[] {
  return published.quarters.filter(({ quarter }) => quarter.start <= shown.quarter.start);
}

function trendSection(page: QuarterPage): Markup | '' {
  const { published, shown, texts } = page;
  const quarters = quartersUpTo(page).slice(-trendLength);
  if (quarters.length < 2) return '';
  return html`<h2>${texts.quarterPage.trend}</h2>
    ${trendChart(page, quarters, published.department.name)}
    <details>
      <summary>${texts.show}</summary>
      ${quarterTable(page, quarters, published.department, shown.quarter.id)}
    </details>`;
}

function filesSection({ published, shown, texts: { quarterPage: words } }: QuarterPage): Markup {
  const path = publicPath(published.department, shown.quarter);
  const files = [
    { href: `${path}.csv`, label: words.csv },
    { href: `${path}.csv-metadata.json`, label: words.csvMetadata },
    { href: `${path}.json`, label: words.json },
  ];
  return html`<h2>${words.files}</h2>
    <ul class="links">
      ${files.map(({ href, label }) => html`<li><a href="${href}">${label}</a></li>`)}
    </ul>`;
}

function otherQuarters(page: QuarterPage): Markup | '' {
  const { published, shown, texts } = page;
  const others = published.quarters.filter(({ quarter }) => quarter.id !== shown.quarter.id).toReversed();
  if (others.length === 0) return '';
  return html`<h2>${texts.quarterPage.others}</h2>
    <ul class="links row">
      ${others.map(
        ({ quarter }) =>
          html`<li>
            <a href="${hrefIn(page, publicPath(published.department, quarter))}">${quarterLabel(page, quarter)}</a>
          </li>`,
      )}
    </ul>`;
}
