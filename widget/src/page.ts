import { tellFrame, tellHeight } from './framed.ts';
import { dataOf, surveyIn } from './hosted-survey.ts';
import { improve } from './survey-page.ts';

// The hosted page's own script: it gives the form that the server rendered the element's behavior, without Lit. Its
// texts are fetched, in the page's language, once the form is there. Without it the page works as a plain form.

// The form works already; a slow phone shows it first.
requestAnimationFrame(() => setTimeout(() => void start()));

async function start(): Promise<void> {
  const { ancestors, submitted } = dataOf(document);
  if (ancestors) {
    tellHeight(ancestors);
    if (submitted) tellFrame(ancestors, { type: 'heart-survey:submitted' });
  }
  const survey = await surveyIn(document);
  if (survey) improve(survey);
}
