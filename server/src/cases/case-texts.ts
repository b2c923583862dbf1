import type { Catalog } from '@heart-survey/shared/languages/catalog';
import { feedbackTexts } from '@heart-survey/shared/feedback/feedback';
import { letterTexts } from '@heart-survey/shared/letters/letters';
import { fill } from '@heart-survey/shared/text';
import { publicTexts, settingOf, type Agency, type PublicText } from '../org/org.ts';
import type { FieldError } from '../pages/fields.ts';

/** The page for the agency's own texts on the public form. */
export const textsPath = '/console/case-texts';

/** The texts of the public form and of letters, each with a sentence or a way on a line. */
export type CaseTexts = Record<PublicText, string>;

/** What is said in a language where the agency has no text of its own. */
export function standardTexts(language: Pick<Catalog, 'tag'>, { hotline }: Agency): CaseTexts {
  const { form, ways } = feedbackTexts(language);
  const report = hotline === undefined ? form.noHotline : fill(form.hotline, { hotline });
  return {
    emergency: [form.emergency, report].join('\n'),
    'other-ways': ways.list.join('\n'),
    ombudsman: letterTexts(language).ombudsman,
  };
}

/** The lines of such a text. */
export function linesOf(text: string): string[] {
  return text.split(/\n+/).filter((line) => line.trim() !== '');
}

/** The maximum length of such a text, in UTF-16 units. */
const maxLength = 2000;

/** What is wrong with the texts. */
export function textProblems(texts: CaseTexts): FieldError[] {
  return publicTexts
    .filter((name) => texts[name].length > maxLength)
    .map((at) => ({ at, message: `Enter ${maxLength.toLocaleString('en-US')} characters or fewer.` }));
}

/** What is stored of a text: nothing if it is the standard one, or blank. */
export function storedText(typed: string, standard: string): string | null {
  const text = linesOf(settingOf(typed)).join('\n');
  return text === '' || text === standard ? null : text;
}
