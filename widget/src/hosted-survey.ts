import type { LaterTexts } from '@heart-survey/shared/languages/catalog';

/** The server's data for the script of any of its pages. */
interface PageData {
  /** The origins that may frame the survey, where there are any. */
  ancestors?: string[];
  /** Whether the page thanks for a form that was sent without the script. */
  submitted?: boolean;
}

/** The server's data for a page with a form. */
interface SurveyData extends PageData {
  /** The address of the script's texts, in the page's language. */
  texts: string;
  region: string;
  regionName: string;
  /** At a kiosk, the address of the page in the language that it was opened in, where this page is not in it. */
  home?: string;
}

/** How long the page waits for another one or its texts, in milliseconds. */
const patience = 10_000;

/** The texts of the page's script. */
type Texts = LaterTexts & { title: string; errorPrefix: string; stillThere: string };

/** A survey page's form, with all that its script needs. */
export interface Survey extends SurveyData {
  page: Document;
  form: HTMLFormElement;
  text: Texts;
}

/** The server's data for the script of that page; empty if there is none. */
export function dataOf(page: Document): PageData {
  return JSON.parse(page.getElementById('survey-data')?.textContent ?? '{}') as PageData;
}

/** The survey of that page; null where it has no form, or the texts cannot be loaded. */
export async function surveyIn(page: Document): Promise<Survey | null> {
  const form = page.querySelector<HTMLFormElement>('form.survey');
  if (!form) return null;
  const data = dataOf(page) as SurveyData;
  const text = await load<Texts>(data.texts, (response) => response.json());
  return text && { ...data, page, form, text };
}

/** The survey of another page of the collector; null where it cannot be loaded. */
export async function surveyAt(url: string): Promise<Survey | null> {
  const html = await load(url, (response) => response.text());
  return html === null ? null : surveyIn(new DOMParser().parseFromString(html, 'text/html'));
}

async function load<Content>(url: string, read: (response: Response) => Promise<Content>): Promise<Content | null> {
  try {
    // Older browsers have no such time limit; there, the network's own ends the wait.
    const response = await fetch(url, { signal: AbortSignal.timeout?.(patience) ?? null });
    return response.ok ? await read(response) : null;
  } catch {
    return null;
  }
}
