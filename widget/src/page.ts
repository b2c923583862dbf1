import type { Catalogue } from '@heart-survey/shared/languages/catalogue';
import { surveyPath } from '@heart-survey/shared/survey-link';
import { fill } from '@heart-survey/shared/text';
import { enhance } from './enhance.ts';
import { outcomeIn } from './outcome.ts';

// The hosted page's own script: it gives the form that the server rendered the element's behaviour, without Lit. What
// it says comes with the page, in the page's language. Without it the page works as a plain form.

const form = document.querySelector<HTMLFormElement>('form.survey');
const data = document.getElementById('survey-data');
if (form !== null && data !== null) improve(form, JSON.parse(data.textContent) as SurveyData);

/** What the server says to the script. */
interface SurveyData {
  text: Catalogue;
  region: string;
  regionName: string;
}

function improve(form: HTMLFormElement, { text, region, regionName }: SurveyData): void {
  const channel = form.querySelector<HTMLInputElement>('[name="channel"]')?.value;
  const thanks = `${surveyPath(region)}/thanks?lang=${text.tag}`;
  enhance(form, () => ({
    text,
    endpoint: location.origin,
    region,
    regionName,
    drafts: channel !== 'kiosk',
    done: () => location.replace(thanks),
    kept: () => showKept(form, text, regionName),
  }));
}

/** Says in the form's place that the answers wait on this device. */
function showKept(form: HTMLFormElement, text: Catalogue, regionName: string): void {
  const { title, says } = outcomeIn(text, 'kept');
  const main = form.closest('main');
  const heading = document.createElement('h1');
  heading.textContent = title;
  heading.tabIndex = -1;
  const sentences = says.map((sentence) => {
    const paragraph = document.createElement('p');
    paragraph.textContent = fill(sentence, { region: regionName });
    return paragraph;
  });
  main?.replaceChildren(heading, ...sentences);
  heading.focus();
}
