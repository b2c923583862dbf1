import type { FormTexts } from '@heart-survey/shared/languages/catalogue';
import { matchLanguage } from '@heart-survey/shared/languages/match';

/** The languages that this build knows, by tag, each with its own name for itself. */
declare const LANGUAGE_NAMES: Record<string, string>;
/** Names this build's texts, so that what is fetched once may be kept for good. */
declare const TEXTS_HASH: string;

export const names = LANGUAGE_NAMES;

/** The tag of the language that an element asks in: that of its own `lang`, else of what it stands in, else English. */
export function languageOf(element: Element): string {
  const { lang } = element.closest<HTMLElement>('[lang]') ?? document.documentElement;
  return matchLanguage(lang, Object.keys(names)) ?? 'en';
}

/** What the form says in that language, or undefined where it cannot be had. */
export async function textsIn(tag: string, endpoint: string): Promise<FormTexts | undefined> {
  try {
    const answer = await fetch(`${endpoint}/widget/v1/${tag}.${TEXTS_HASH}.json`, {
      credentials: 'omit',
      referrerPolicy: 'no-referrer',
    });
    return answer.ok ? ((await answer.json()) as FormTexts) : undefined;
  } catch {
    return undefined;
  }
}
