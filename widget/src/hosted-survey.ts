import type { LaterTexts } from '@heart-survey/shared/languages/catalogue';

/** What the server says to the script of any of its pages. */
interface PageData {
  /** The origins that may frame the survey, where there are any. */
  ancestors?: string[];
  /** Whether the page says thank you for a form that was sent without the script. */
  submitted?: boolean;
}

/** What it says beside the form. */
interface SurveyData extends PageData {
  /** The address of what the script says, in the page's language. */
  texts: string;
  region: string;
  regionName: string;
  /** At a kiosk, the address of the page in the language that it was opened in, where this page is not in it. */
  home?: string;
}

/** How long the page waits for another one or its words, in milliseconds. */
const patience = 10_000;

type Texts = LaterTexts & { title: string; errorPrefix: string; stillThere: string };

export interface Survey extends SurveyData {
  form: HTMLFormElement;
  text: Texts;
}

/** What the server says to the script of that page, if anything. */
export function dataOf(page: Document): PageData {
  return JSON.parse(page.getElementById('survey-data')?.textContent ?? '{}') as PageData;
}

/** The form in the page, and what it needs to be improved; null where it asks nothing, or the words cannot be had. */
export async function surveyIn(page: Document): Promise<Survey | null> {
  const form = page.querySelector<HTMLFormElement>('form.survey');
  if (!form) return null;
  const said = dataOf(page) as SurveyData;
  try {
    const answer = await soon(said.texts);
    return answer.ok ? { ...said, form, text: (await answer.json()) as Texts } : null;
  } catch {
    return null;
  }
}

/** Another page of the collector, or null where it cannot be had. */
export async function pageAt(url: string): Promise<Document | null> {
  try {
    const answer = await soon(url);
    return answer.ok ? new DOMParser().parseFromString(await answer.text(), 'text/html') : null;
  } catch {
    return null;
  }
}

/** Without the time limit in older browsers, the network's own ends the wait. */
function soon(url: string): Promise<Response> {
  return fetch(url, { signal: AbortSignal.timeout?.(patience) ?? null });
}
