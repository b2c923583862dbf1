import type { LaterTexts } from '@heart-survey/shared/languages/catalog';
import type { PassingReason } from './outcome.ts';

/** How the survey ended: with thanks for stored answers, or with the reason why they wait on this device. */
export type Ending = PassingReason | 'thanked';

/** The title and the messages that replace the form. `{region}` is a placeholder. */
export function textsOf(ending: Ending, text: LaterTexts): { title: string; messages: string[] } {
  return ending === 'thanked'
    ? { title: text.thanksTitle, messages: [text.thanks, text.thanksNext] }
    : { title: text.keptTitle, messages: [text.whyKept[ending], text.kept] };
}
