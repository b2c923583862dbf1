import { matchLanguage } from '@heart-survey/shared/languages/match';

/** The languages of this build: each one's own name, by tag. */
declare const LANGUAGE_NAMES: Record<string, string>;
/** Identifies this build's texts, so that a browser may cache them forever. */
declare const TEXTS_HASH: string;

/** Each language's name for itself, by tag. */
export const languageNames = LANGUAGE_NAMES;

/** The tag of an element's language: its own `lang`, an ancestor's, or English. */
export function languageOf(element: Element): string {
  const { lang } = element.closest<HTMLElement>('[lang]') ?? document.documentElement;
  return matchLanguage(lang, Object.keys(languageNames)) ?? 'en';
}

/** The address of the form's texts in a language. */
export function textsAddress(endpoint: string, tag: string): string {
  return `${endpoint}/widget/v1/${tag}.${TEXTS_HASH}.json`;
}
