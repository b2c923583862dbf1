import { asText, putTyped, typedIn, type Typed } from './answers.ts';

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
 * answer. A form that says more by now, typed before the script came or shown again by the server with a problem, stays
 * as it is, and keeps the id: should the draft have been sent, these answers are not a second response by accident.
 * @param from what the form held before anyone touched it.
 */
export function restoreDraft(form: HTMLFormElement, survey: string, from: string): Draft | null {
  try {
    const draft = JSON.parse(sessionStorage.getItem(keyOf(survey)) ?? 'null') as Draft;
    if (!/^[\da-f-]{36}$/.test(draft.id)) return null;
    const isUntouched = asText(typedIn(form)) === from;
    if (draft.from === from && isUntouched) {
      putTyped(form, draft.values);
      return draft;
    }
    const isAnother = isUntouched && form.querySelector('.problem:not([hidden])') === null;
    return isAnother ? null : { ...draft, sent: false };
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
