import type { FormTexts } from '@heart-survey/shared/languages/catalogue';

/** What stands where the form was. `{region}` is still to be filled in. */
export function outcomeIn(text: FormTexts, outcome: 'kept' | 'thanked' | undefined): { title: string; says: string[] } {
  if (outcome === 'kept') return { title: text.keptTitle, says: [text.kept] };
  if (outcome === 'thanked') return { title: text.thanksTitle, says: [text.thanks, text.thanksNext] };
  return { title: text.title, says: [] };
}
