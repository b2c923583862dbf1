import { asText, fields, putTyped, typedIn, type Typed } from './answers.ts';

/**
 * What is filled in so far, kept for this tab alone, so that a reload does not cost an answer. The id goes with it:
 * should the answers have been sent just before the reload, sending them again is a replay and not a second response.
 */
interface Draft {
  id: string;
  values: Typed;
  /** What the form held before anyone touched it: a link's rating, or what the server shows again with a problem. */
  from: string;
  /** Whether the respondent has pressed the button: then it is for us to see the answers arrive. */
  sent: boolean;
}

const keyOf = (survey: string): string => `heart-survey draft ${survey}`;

/** @param survey names the survey that the form asks, so that two on a page keep theirs apart. */
export function saveDraft(form: HTMLFormElement, survey: string, kept: Omit<Draft, 'values'>): void {
  const draft: Draft = { ...kept, values: typedIn(form) };
  try {
    sessionStorage.setItem(keyOf(survey), JSON.stringify(draft));
  } catch {
    // Where nothing may be kept, a reload empties the form as it always did.
  }
}

/**
 * Fills the form in as it was, and answers what it was; null where nothing was kept, or another link began another
 * answer. What was typed before the script came stays, and so does what the server shows again with a problem; the id
 * is kept all the same: should the draft have been sent, these answers are not a second response by accident.
 * @param from what the form held before anyone touched it.
 */
export function restoreDraft(form: HTMLFormElement, survey: string, from: string): Draft | null {
  try {
    const draft = JSON.parse(sessionStorage.getItem(keyOf(survey)) ?? 'null') as Draft;
    if (!/^[\da-f-]{36}$/.test(draft.id)) return null;
    const typed = typedIn(form);
    const isUntouched = asText(typed) === from;
    if (draft.from === from) {
      // What was touched before this came is newer than the draft; of the rest, the draft is.
      const before = JSON.parse(from) as string[];
      const newer = fields.filter((name, at) => (typed[name] ?? '') !== before[at]);
      putTyped(form, { ...draft.values, ...Object.fromEntries(newer.map((name) => [name, typed[name] ?? ''])) });
    }
    const isAnother = draft.from !== from && isUntouched && form.querySelector('.problem:not([hidden])') === null;
    return isAnother ? null : { ...draft, sent: draft.sent && draft.from === from && isUntouched };
  } catch {
    return null;
  }
}

export function dropDraft(survey: string): void {
  try {
    sessionStorage.removeItem(keyOf(survey));
  } catch {
    // There was none.
  }
}
