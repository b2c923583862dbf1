import { answeredParts, type Answered } from '@heart-survey/shared/answered-form';
import { feedbackTexts } from '@heart-survey/shared/feedback/feedback';
import type { Catalog } from '@heart-survey/shared/languages/catalog';
import { surveyForm, type GroupTexts, type MayShowTexts, type SurveyForm } from '@heart-survey/shared/survey-form';
import { surveyLink, type LinkOptions } from '@heart-survey/shared/survey-link';
import { fill } from '@heart-survey/shared/text';
import { html, raw } from 'hono/html';
import { messagePage, page, type Markup } from '../pages/page.ts';
import type { Department, Region } from '../org/org.ts';
import { formatsLine, type ListedFormats } from './formats.ts';
import { abandonedSeconds, formAction, kioskLink } from './kiosk.ts';
import { bar, footer, languageButtons, nameOf } from './frame.ts';
import type { Languages } from './language.ts';
import type { Carried } from './link.ts';

/** The office that a survey is about. */
type Office = Pick<Region, 'slug' | 'name'> & { department: Pick<Department, 'name' | 'notice' | 'asksToShow'> };

/** The script that enhances the form when JavaScript is on. */
export interface PageScript {
  /** The script's address. */
  path: string;
  /** The addresses of its texts, by language tag. */
  texts: Readonly<Record<string, string>>;
  /** The origins that may frame the survey. The page sends them its height and a message after an answer was sent. */
  ancestors: readonly string[];
}

export interface SurveyPage extends Answered {
  text: Catalog;
  languages: Languages;
  hidden: SurveyForm['hidden'];
  /** The codes in the page's address. They stay there in every language. */
  carried: Carried;
  /** The question for the customer group, if the department asks. */
  group: GroupTexts | null;
  /** The rating that the link preselects. It stays in the page's address in every language. */
  overall: LinkOptions['overall'];
  /** On a kiosk, the language it was opened in. */
  home: string | undefined;
  /** Whether the page answers a form that was just sent. */
  isReply?: boolean;
  /** Whether the respondent just chose the language. */
  isSwitched?: boolean;
  script: PageScript;
  region: Office;
  /** The other formats that the department offers. */
  formats: ListedFormats;
}

export function surveyPage(survey: SurveyPage): Markup {
  const { text, languages, region, problems, ratings, comment, home, isReply = false, isSwitched = false } = survey;
  const next = nextOf(survey);
  const isKiosk = next !== undefined;
  const isEmpty = comment === '' && Object.values(ratings).every((rating) => rating === undefined);
  const title = titleOf(survey);
  const notice = region.department.notice;
  const form: SurveyForm = {
    text,
    region: region.name,
    notice: notice === null ? null : nameOf(notice, text, languages),
    mayShow: region.department.asksToShow === 1 ? mayShowTexts(text) : null,
    group: survey.group,
    action: formAction(region.slug, home, survey.carried),
    hidden: survey.hidden,
    // A kiosk must not lead away from the survey.
    privacy: isKiosk ? null : `/privacy?lang=${text.tag}`,
  };
  const answered = { ...survey, isShared: isKiosk, trap: { name: trapField, label: text.leaveEmpty } };
  return page({
    text,
    title: problems.length > 0 ? `${text.errorPrefix} ${title}` : title,
    bar: bar(ownerOf(survey), languageButtons(text, languages, addressOf(survey), isSwitched)),
    main: html`<h1 id="title">${text.title}</h1>
      ${problems.length > 0 ? '' : html`<p class="lead">${text.lead}</p>`}
      ${surveyForm<Markup>(html, form, answeredParts<Markup>(html, form, answered))}
      ${isKiosk ? '' : formatsLine(text, survey.formats, region.slug)} ${scriptOf(survey)}`,
    footer: isKiosk ? undefined : footer(text),
    abandonedFor:
      isKiosk && isEmpty && (isReply || home !== text.tag) ? { seconds: abandonedSeconds, next } : undefined,
  });
}

/** The texts of the box below the comment, which only some departments have. */
export function mayShowTexts({ mayShow, mayShowHint }: Catalog): MayShowTexts {
  return { label: mayShow, hint: mayShowHint };
}

/** A name that a bot will fill in and that browsers do not autofill. */
export const trapField = 'topic';

export interface ThanksPage {
  text: Catalog;
  languages: Languages;
  region: Region;
  script: PageScript;
  /** On a kiosk, the page for the next person. */
  next: string | undefined;
}

export function thanksPage({ text, languages, region, script, next }: ThanksPage): Markup {
  const isKiosk = next !== undefined;
  return page({
    text,
    title: `${text.thanksTitle} – ${region.name}`,
    bar: bar(ownerOf({ text, languages, region }), ''),
    main: html`<h1>${text.thanksTitle}</h1>
      <p>${fill(text.thanks, { region: region.name })}</p>
      <p>${text.thanksNext} ${isKiosk ? '' : text.closePage}</p>
      ${isKiosk ? html`<p><a href="${next}">${text.startAgain}</a></p>` : feedbackLink(text)}
      ${script.ancestors.length === 0 ? '' : scriptWith(script, { ...ancestorsOf(script), submitted: true })}`,
    footer: isKiosk ? undefined : footer(text),
  });
}

/**
 * Leads to the form for complaints. It says only where it was followed, so that a complaint cannot be joined to an answer. In a
 * frame it leaves the frame, because other pages may not frame that form. The script shows the same paragraph.
 */
function feedbackLink(text: Catalog): Markup {
  const { question, link } = feedbackTexts(text).survey;
  return html`<p id="feedback">
    ${question} <a href="/feedback?from=survey&amp;lang=${text.tag}" target="_top">${link}</a>
  </p>`;
}

export function unknownPage(text: Catalog): Markup {
  return messagePage(text, text.notFoundTitle, text.notFound, homeLink(text));
}

/** Links to the survey of the region that took over the work. */
export function endedPage(text: Catalog, { name, successor }: Region): Markup {
  const next = successor
    ? { href: surveyLink('', successor.slug, { language: text.tag }), message: successor.name }
    : homeLink(text);
  return messagePage(text, text.retiredTitle, fill(text.retired, { region: name }), next);
}

function homeLink(text: Catalog) {
  return { href: `/?lang=${text.tag}`, message: text.seeAll };
}

function titleOf({ text, region }: Pick<SurveyPage, 'text' | 'region'>): string {
  return `${text.title} – ${region.name}`;
}

/** The owner of the survey. */
function ownerOf({ text, languages, region }: Pick<SurveyPage, 'text' | 'languages' | 'region'>): Markup {
  return html`${nameOf(region.department.name, text, languages)} <span>${nameOf(region.name, text, languages)}</span>`;
}

/** The page's address in each language, with the same channel, codes, and preselected rating. */
function addressOf({ region, hidden, carried, overall, home }: SurveyPage): (tag: string) => string {
  const { channel, employee, campaign } = hidden;
  const back = home === undefined ? '' : `&home=${home}`;
  return (tag) =>
    surveyLink('', region.slug, {
      ...(overall ? { overall } : {}),
      language: tag,
      ...carried,
      channel,
      // A page that answers a form has them only there.
      employee: employee || undefined,
      campaign: campaign || undefined,
    }) + back;
}

/** On a kiosk, the page for the next person. Undefined elsewhere. */
function nextOf({ region, carried, home }: SurveyPage): string | undefined {
  return home === undefined ? undefined : kioskLink(region.slug, home, carried);
}

/** The script and its data. As a module, it waits for the page and never delays it. */
function scriptOf(survey: SurveyPage): Markup {
  const { text, region, script, home } = survey;
  const data = {
    texts: script.texts[text.tag],
    region: region.slug,
    regionName: region.name,
    // If this page is the one for the next person, the script needs no request for it.
    home: home === text.tag ? undefined : nextOf(survey),
    ...ancestorsOf(script),
  };
  return scriptWith(script, data);
}

/** If no one may frame the survey, the list is empty. */
function ancestorsOf({ ancestors }: PageScript): { ancestors?: readonly string[] } {
  return ancestors.length === 0 ? {} : { ancestors };
}

function scriptWith(script: PageScript, data: object): Markup {
  return html`<script type="application/json" id="survey-data">
      ${raw(JSON.stringify(data).replaceAll('<', String.raw`\u003c`))}
    </script>
    <script type="module" src="${script.path}"></script>`;
}
