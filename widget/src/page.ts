import { tellFrame, tellHeight } from './framed.ts';
import { dataOf, surveyIn } from './hosted-survey.ts';
import { improve } from './survey-page.ts';

// The hosted page's script: it adds the element's behavior to the server's form, without Lit. It fetches its texts in the
// page's language. Without the script, the page works as a plain form.

// The form already works, so a slow phone can show it first.
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
