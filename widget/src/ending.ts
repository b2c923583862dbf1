import type { LaterTexts } from '@heart-survey/shared/languages/catalogue';
import type { PassingReason } from './outcome.ts';

/** How it ended for the respondent: the answers are stored, or wait on this device for that reason. */
export type Ending = PassingReason | 'thanked';

/** What stands where the form was. `{region}` is still to be filled in. */
export function textsOf(ending: Ending, text: LaterTexts): { title: string; says: string[] } {
  return ending === 'thanked'
    ? { title: text.thanksTitle, says: [text.thanks, text.thanksNext] }
    : { title: text.keptTitle, says: [text.whyKept[ending], text.kept] };
}
