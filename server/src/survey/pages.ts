import { laterTexts, type Catalogue } from '@heart-survey/shared/languages/catalogue';
import { surveyForm, type FormProblem, type SurveyForm } from '@heart-survey/shared/survey-form';
import { surveyLink, surveyPath } from '@heart-survey/shared/survey-link';
import { fill } from '@heart-survey/shared/text';
import { html, raw } from 'hono/html';
import { messagePage, page, type Markup } from '../http/page.ts';
import type { Department, Region } from './directory.ts';

/** What a page says of whose survey it is. */
type Office = Pick<Region, 'slug' | 'name'> & { department: Pick<Department, 'name' | 'notice'> };

/** What the form is shown with: empty at first, all that was typed after a problem. */
interface Answers {
  hidden: SurveyForm['hidden'];
  ratings: SurveyForm['ratings'];
  comment: string;
  problems: readonly FormProblem[];
}

export interface SurveyPage extends Answers {
  text: Catalogue;
  /** The languages that the page is offered in, this one among them. */
  offered: Catalogue[];
  /** The address of the script that improves the form where scripts run. */
  script: string;
  region: Office;
}

export function surveyPage(survey: SurveyPage): Markup {
  const { text, offered, region, script, ...answers } = survey;
  const title = `${text.title} – ${region.name}`;
  const hasProblems = answers.problems.length > 0;
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
    title: hasProblems ? `${text.errorPrefix} ${title}` : title,
    // A link would leave behind what was typed; and after a problem, the problem comes first.
    bar: bar(region, offered.length > 1 && !hasProblems ? languageLinks(survey) : ''),
    main: html`<h1 id="title">${text.title}</h1>
      ${hasProblems ? '' : html`<p class="lead">${text.lead}</p>`} ${form} ${scriptOf(survey)}`,
  });
}

export function thanksPage(text: Catalogue, region: Region): Markup {
  return page({
    text,
    title: `${text.thanksTitle} – ${region.name}`,
    bar: bar(region),
    main: html`<h1>${text.thanksTitle}</h1>
      <p>${fill(text.thanks, { region: region.name })}</p>
      <p>${text.thanksNext} ${text.closePage}</p>`,
  });
}

/** The installation's own front page: every survey that takes answers. */
export function homePage(text: Catalogue, regions: Region[]): Markup {
  const link = ({ slug, name, department }: Region) =>
    html`<li><a href="${surveyPath(slug)}">${name}</a> <span>${department.name}</span></li>`;
  return page({
    text,
    title: text.title,
    main: html`<h1>${text.title}</h1>
      <p class="lead">${text.chooseOffice}</p>
      <ul class="offices">
        ${regions.map(link)}
      </ul>`,
  });
}

export function unknownRegionPage(text: Catalogue): Markup {
  return messagePage(text, text.notFoundTitle, text.notFound);
}

export function endedPage(text: Catalogue, region: Region): Markup {
  return messagePage(text, text.retiredTitle, fill(text.retired, { region: region.name }));
}

/** The script, and what it needs to know. As a module it waits for the page and never holds it up. */
function scriptOf({ text, region, script }: SurveyPage): Markup {
  const later = Object.fromEntries(laterTexts.map((name) => [name, text[name]]));
  const data = JSON.stringify({ text: later, region: region.slug, regionName: region.name }).replaceAll(
    '<',
    String.raw`\u003c`,
  );
  return html`<script type="application/json" id="survey-data">
      ${raw(data)}
    </script>
    <script type="module" src="${script}"></script>`;
}

/** Whose survey it is, and a link to each other language that it is offered in. */
function bar(region: Office, languages: Markup | '' = ''): Markup {
  return html`<header class="bar">
    <div>
      <p class="agency">${region.department.name} <span>${region.name}</span></p>
      ${languages}
    </div>
  </header>`;
}

/** The same page in the other languages, for the same channel and employee. */
function languageLinks({ text, offered, region, hidden, ratings }: SurveyPage): Markup {
  const link = ({ tag, name }: Catalogue) => {
    const { channel, employee } = hidden;
    const href = surveyLink('', region.slug, {
      ...(ratings.overall ? { overall: ratings.overall } : {}),
      language: tag,
      channel,
      employee: employee || undefined,
    });
    return tag === text.tag
      ? html`<li><a href="${href}" lang="${tag}" aria-current="true">${name}</a></li>`
      : html`<li><a href="${href}" lang="${tag}" hreflang="${tag}">${name}</a></li>`;
  };
  return html`<nav aria-label="${text.languages}">
    <ul>
      ${offered.map(link)}
    </ul>
  </nav>`;
}
