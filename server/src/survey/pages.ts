import type { Catalogue } from '@heart-survey/shared/languages/catalogue';
import { surveyForm, type FormProblem, type SurveyForm } from '@heart-survey/shared/survey-form';
import { surveyPath } from '@heart-survey/shared/survey-link';
import { fill } from '@heart-survey/shared/text';
import { html } from 'hono/html';
import { messagePage, page, type Markup } from '../http/page.ts';
import type { Region } from './directory.ts';

/** What the form is shown with: empty at first, all that was typed after a problem. */
export interface Answers {
  hidden: SurveyForm['hidden'];
  ratings: SurveyForm['ratings'];
  comment: string;
  problems: readonly FormProblem[];
}

export interface SurveyPage extends Answers {
  text: Catalogue;
  /** The languages that the page is offered in, this one among them. */
  offered: Catalogue[];
  region: Region;
}

export function surveyPage({ text, offered, region, ...answers }: SurveyPage): Markup {
  const title = `${text.title} – ${region.name}`;
  const form = surveyForm<Markup>(html, {
    ...answers,
    text,
    region: region.name,
    notice: region.department.notice,
    action: surveyPath(region.slug),
    privacy: null,
  });
  return page({
    text,
    title: answers.problems.length === 0 ? title : `${text.errorPrefix} ${title}`,
    bar: bar(region, text, offered),
    main: html`<h1>${text.title}</h1>
      <p class="lead">${text.lead}</p>
      ${form}`,
  });
}

export function thanksPage(text: Catalogue, region: Region): Markup {
  return page({
    text,
    title: `${text.thanksTitle} – ${region.name}`,
    bar: bar(region, text, []),
    main: html`<h1>${text.thanksTitle}</h1>
      <p>${fill(text.thanks, { region: region.name })}</p>
      <p>${text.thanksNext}</p>`,
  });
}

export function unknownRegionPage(text: Catalogue): Markup {
  return messagePage(text, text.notFoundTitle, text.notFound);
}

export function endedPage(text: Catalogue, region: Region): Markup {
  return messagePage(text, text.retiredTitle, fill(text.retired, { region: region.name }));
}

/** Whose survey it is, and in which other languages. */
function bar(region: Region, text: Catalogue, offered: Catalogue[]): Markup {
  return html`<header class="bar">
    <div>
      <p class="agency">${region.department.name} <span>${region.name}</span></p>
      ${offered.length > 1 ? languageLinks(text, offered) : ''}
    </div>
  </header>`;
}

function languageLinks(text: Catalogue, offered: Catalogue[]): Markup {
  const link = ({ tag, name }: Catalogue) =>
    tag === text.tag
      ? html`<li><a aria-current="true" lang="${tag}" href="?lang=${tag}">${name}</a></li>`
      : html`<li><a lang="${tag}" hreflang="${tag}" href="?lang=${tag}">${name}</a></li>`;
  return html`<nav aria-label="${text.languages}">
    <ul>
      ${offered.map(link)}
    </ul>
  </nav>`;
}
