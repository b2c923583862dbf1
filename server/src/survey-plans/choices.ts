import { feedbackTexts, surveyFormats, type SurveyFormat } from '@heart-survey/shared/feedback/feedback';
import { catalogs } from '@heart-survey/shared/languages/languages';
import { channelInWords } from '../survey/survey.ts';

// What a plan chooses from.

/** The name of a way of asking, which is a channel of responses. */
export const modeName = (mode: string): string => channelInWords(mode) ?? 'Unknown';

const formatNames: Readonly<Record<SurveyFormat, string>> = feedbackTexts({ tag: 'en' }).formats.names;
export const formatName = (format: SurveyFormat): string => formatNames[format];
export const isFormat = (text: string): text is SurveyFormat => (surveyFormats as readonly string[]).includes(text);

/** How often customers are surveyed (docs/policies/nc-dhhs-customer-service.md: at least once a year). */
export const frequencies = {
  annual: { name: 'Every year', months: 12 },
  biennial: { name: 'Every two years', months: 24 },
} as const;
export type Frequency = keyof typeof frequencies;
export const isFrequency = (text: string): text is Frequency => Object.hasOwn(frequencies, text);

/** The name of a language, such as `Español (es)`; an unknown tag as it is. */
export function languageName(tag: string): string {
  const catalog = Object.hasOwn(catalogs, tag) ? catalogs[tag] : undefined;
  return catalog === undefined ? tag : `${catalog.name} (${tag})`;
}
