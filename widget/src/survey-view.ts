import { currentWording } from '@heart-survey/shared/items';
import type { FormTexts } from '@heart-survey/shared/languages/catalog';
import { surveyForm, type RegionTexts } from '@heart-survey/shared/survey-form';
import { surveyLink } from '@heart-survey/shared/survey-link';
import { fill } from '@heart-survey/shared/text';
import { html, type TemplateResult } from 'lit';
import { textsOf, type Ending } from './ending.ts';
import type { EnhanceOptions } from './enhance-options.ts';
import { languageNames } from './form-texts.ts';

/** How the respondent got here. */
export type Origin = { channel: string } & Partial<Record<'employee' | 'group' | 'campaign', string>>;

/** Everything that the element shows, and its actions. */
export interface SurveyView extends EnhanceOptions {
  text: FormTexts;
  /** What the region's department adds to the form. */
  more: RegionTexts | null | undefined;
  origin: Origin;
  isDialog: boolean;
  /** The tags of the languages to choose from. */
  languages: string[];
  /** How the survey ended; undefined while it is being answered. */
  ending: Ending | undefined;
  openDialog: () => void;
  closeDialog: () => void;
  chooseLanguage: (tag: string) => void;
}

/** The survey, in the page or behind a button that opens a dialog. */
export function surveyView(view: SurveyView): TemplateResult {
  const { text, isDialog, ending, openDialog } = view;
  if (!isDialog) return frame(view);
  return html`<div class="frame opener" part="frame" lang="${text.tag}" dir="${text.direction}">
      <button class="button" part="opener" type="button" aria-haspopup="dialog" @click=${openDialog}>
        ${text.title}
      </button>
      <p class="outcome" role="status">${ending ? textsOf(ending, text).title : ''}</p>
    </div>
    <dialog part="dialog" aria-labelledby="title">${frame(view)}</dialog>`;
}

function frame(view: SurveyView): TemplateResult {
  const { text, regionName, isDialog, ending, closeDialog } = view;
  const { title, messages } = ending ? textsOf(ending, text) : { title: text.title, messages: [] };
  const heading = html`<h2 id="title" part="title" tabindex="-1" ?autofocus=${isDialog}>${title}</h2>`;
  // The live region exists from the start. Screen readers ignore one that is added together with its text.
  return html`<div class="frame" part="frame" lang="${text.tag}" dir="${text.direction}">
    ${isDialog ? bar(heading, text.close, closeDialog) : heading} ${ending ? '' : [languageChoice(view), form(view)]}
    <div class="thanks" role="status">
      ${messages.map((message) => html`<p>${fill(message, { region: regionName })}</p>`)}
    </div>
  </div>`;
}

function bar(heading: TemplateResult, label: string, close: () => void): TemplateResult {
  return html`<div class="bar">
    ${heading}
    <button class="button close" part="close" type="button" @click=${close}>${label}</button>
  </div>`;
}

/** A link to the survey page in each language, by its own name. Here, it changes the texts and keeps the answers. */
function languageChoice({
  text,
  endpoint,
  region,
  origin,
  languages,
  chooseLanguage,
}: SurveyView): TemplateResult | string {
  const tags = languages.filter((tag) => languageNames[tag]);
  if (tags.length < 2) return '';
  const link = (tag: string): TemplateResult =>
    html`<li>
      <a
        href="${surveyLink(endpoint, region, { language: tag, ...origin })}"
        lang="${tag}"
        aria-current="${tag === text.tag}"
        @click=${(event: Event) => {
          event.preventDefault();
          chooseLanguage(tag);
        }}
        >${languageNames[tag]}</a
      >
    </li>`;
  return html`<nav part="languages" aria-label="${text.languages}">
    <ul>
      ${tags.map(link)}
    </ul>
  </nav>`;
}

function form({ text, more, endpoint, region, regionName, origin, drafts }: SurveyView): TemplateResult {
  const content = surveyForm(html, {
    text,
    region: regionName,
    notice: null,
    ...more,
    action: surveyLink(endpoint, region),
    hidden: { language: text.tag, wording: String(currentWording), ...origin },
    // At a kiosk, a real link would leave the survey.
    privacy: drafts ? `${endpoint}/privacy?lang=${text.tag}` : null,
  });
  return html`<p class="lead">${text.lead}</p>
    ${content}`;
}
