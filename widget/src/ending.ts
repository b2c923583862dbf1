import type { LaterTexts } from '@heart-survey/shared/languages/catalogue';

/** How it ended for the respondent: the answers are stored, or wait on this device. */
export type Ending = 'kept' | 'thanked';

/** What stands where the form was. `{region}` is still to be filled in. */
export function textsOf(ending: Ending, text: LaterTexts): { title: string; says: string[] } {
  return ending === 'kept'
    ? { title: text.keptTitle, says: [text.kept] }
    : { title: text.thanksTitle, says: [text.thanks, text.thanksNext] };
}
