import type { LaterTexts } from '@heart-survey/shared/languages/catalogue';
import { surveyPath } from '@heart-survey/shared/survey-link';
import { fill } from '@heart-survey/shared/text';
import { textsOf } from './ending.ts';
import { enhance, nextPerson } from './enhance.ts';

// The hosted page's own script: it gives the form that the server rendered the element's behaviour, without Lit. What
// it says comes with the page, in the page's language. Without it the page works as a plain form.

const form = document.querySelector<HTMLFormElement>('form.survey');
const data = document.getElementById('survey-data');
if (form !== null && data !== null) improve(form, JSON.parse(data.textContent) as SurveyData);

/** What the server says to the script. */
interface SurveyData {
  text: LaterTexts;
  region: string;
  regionName: string;
}

function improve(form: HTMLFormElement, { text, region, regionName }: SurveyData): void {
  const kiosk = form.querySelector<HTMLInputElement>('[name="channel"]')?.value === 'kiosk';
  const thanks = `${surveyPath(region)}/thanks?lang=${text.tag}`;
  enhance(form, () => ({
    text,
    endpoint: location.origin,
    region,
    regionName,
    drafts: !kiosk,
    ended: (ending, byPress) => {
      if (ending === 'thanked' && !kiosk) location.replace(thanks);
      else showEnding(form, textsOf(ending, text), regionName, byPress);
      if (kiosk) setTimeout(() => location.reload(), nextPerson);
    },
    // The draft fills it in again.
    reopen: () => location.reload(),
  }));
}

/** Says in the form's place what became of the answers. */
function showEnding(
  form: HTMLFormElement,
  { title, says }: ReturnType<typeof textsOf>,
  regionName: string,
  byPress: boolean,
): void {
  const heading = document.createElement('h1');
  heading.textContent = title;
  heading.tabIndex = -1;
  const sentences = says.map((sentence) => {
    const paragraph = document.createElement('p');
    paragraph.textContent = fill(sentence, { region: regionName });
    return paragraph;
  });
  form.closest('main')?.replaceChildren(heading, ...sentences);
  if (byPress) heading.focus();
}
