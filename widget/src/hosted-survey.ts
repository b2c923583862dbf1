import type { LaterTexts } from '@heart-survey/shared/languages/catalog';

/** The server's data for the script on any page. */
interface PageData {
  /** The origins that may frame the survey, if any. */
  ancestors?: string[];
  /** Whether this is the thank-you page of a form that was sent without the script. */
  submitted?: boolean;
}

/** The server's data for the script on a page with a form. */
interface SurveyData extends PageData {
  /** The address of the script's texts, in the page's language. */
  texts: string;
  region: string;
  regionName: string;
  /** At a kiosk, the address of the page in its original language, if this page is in another one. */
  home?: string;
}

/** How long the script waits for another page or for texts, in milliseconds. */
const patience = 10_000;

/** The texts for the page's script. */
type Texts = LaterTexts & { title: string; errorPrefix: string; stillThere: string };

/** A survey page's form, with everything that its script needs. */
export interface Survey extends SurveyData {
  page: Document;
  form: HTMLFormElement;
  text: Texts;
}

/** The server's data for the script of that page; empty if there is none. */
export function dataOf(page: Document): PageData {
  return JSON.parse(page.getElementById('survey-data')?.textContent ?? '{}') as PageData;
}

/** The survey of that page; null if it has no form, or the texts cannot be loaded. */
export async function surveyIn(page: Document): Promise<Survey | null> {
  const form = page.querySelector<HTMLFormElement>('form.survey');
  if (!form) return null;
  const data = dataOf(page) as SurveyData;
  const text = await load<Texts>(data.texts, (response) => response.json());
  return text && { ...data, page, form, text };
}

/** The survey of another page of the collector; null if it cannot be loaded. */
export async function surveyAt(url: string): Promise<Survey | null> {
  const html = await load(url, (response) => response.text());
  return html === null ? null : surveyIn(new DOMParser().parseFromString(html, 'text/html'));
}

/** The link to the form for complaints, from the thank-you page at that address; null if it cannot be loaded. */
export async function feedbackLinkAt(url: string): Promise<Element | null> {
  const html = await load(url, (response) => response.text());
  return html === null ? null : new DOMParser().parseFromString(html, 'text/html').getElementById('feedback');
}

async function load<Content>(url: string, read: (response: Response) => Promise<Content>): Promise<Content | null> {
  try {
    // Older browsers lack `AbortSignal.timeout`; there, the network's own time limit ends the wait.
    const response = await fetch(url, { signal: AbortSignal.timeout?.(patience) ?? null });
    return response.ok ? await read(response) : null;
  } catch {
    return null;
  }
}
