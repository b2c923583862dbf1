import type { FormTexts } from '@heart-survey/shared/languages/catalogue';
import { surveyPath } from '@heart-survey/shared/survey-link';
import { fill } from '@heart-survey/shared/text';
import { enhance, nextPerson } from './enhance.ts';
import { outcomeIn } from './outcome.ts';

// The hosted page's own script: it gives the form that the server rendered the element's behaviour, without Lit. What
// it says comes with the page, in the page's language. Without it the page works as a plain form.

const form = document.querySelector<HTMLFormElement>('form.survey');
const data = document.getElementById('survey-data');
if (form !== null && data !== null) improve(form, JSON.parse(data.textContent) as SurveyData);

/** What the server says to the script. */
interface SurveyData {
  text: FormTexts;
  region: string;
  regionName: string;
}

function improve(form: HTMLFormElement, { text, region, regionName }: SurveyData): void {
  const channel = form.querySelector<HTMLInputElement>('[name="channel"]')?.value;
  const end = (outcome: 'kept' | 'thanked'): void => {
    showOutcome(form, outcomeIn(text, outcome), regionName);
    if (channel === 'kiosk') setTimeout(() => location.reload(), nextPerson);
  };
  const thanks = `${surveyPath(region)}/thanks?lang=${text.tag}`;
  enhance(form, () => ({
    text,
    endpoint: location.origin,
    region,
    regionName,
    drafts: channel !== 'kiosk',
    done: () => (channel === 'kiosk' ? end('thanked') : location.replace(thanks)),
    kept: () => end('kept'),
    // The draft fills it in again.
    reopen: () => location.reload(),
  }));
}

/** Says in the form's place what became of the answers. */
function showOutcome(form: HTMLFormElement, { title, says }: ReturnType<typeof outcomeIn>, regionName: string): void {
  const heading = document.createElement('h1');
  heading.textContent = title;
  heading.tabIndex = -1;
  const sentences = says.map((sentence) => {
    const paragraph = document.createElement('p');
    paragraph.textContent = fill(sentence, { region: regionName });
    return paragraph;
  });
  form.closest('main')?.replaceChildren(heading, ...sentences);
  heading.focus();
}
