import { putTyped, rendered, typedIn, type Typed } from './answers.ts';
import { load, store } from './stored.ts';

/**
 * What is filled in so far, kept for this tab alone, so that a reload does not lose an answer. The id goes with it: if
 * the answers were sent just before the reload, sending them again is a replay and not a second response.
 */
interface Draft {
  id: string;
  values: Typed;
  /** What the form held before anyone touched it: a link's rating, or what the server shows again with a problem. */
  from: string;
  /** Whether the respondent has pressed the button; if so, the script sends the answers again. */
  sent: boolean;
}

const keyOf = (survey: string): string => `heart-survey draft ${survey}`;
const asText = (typed: Typed): string => JSON.stringify(Object.values(typed));

/** @param survey names the survey that the form asks, so that two on a page keep theirs apart. */
export function saveDraft(form: HTMLFormElement, survey: string, id: string, sent: boolean): void {
  const draft: Draft = { id, values: typedIn(form), from: asText(rendered(form)), sent };
  store('sessionStorage', keyOf(survey), draft);
}

/**
 * Fills the form in as it was, and returns the draft; undefined where there was none, or another link started other
 * answers. What was typed before the script came stays, and so does what the server shows again with a problem; the id
 * is kept all the same: if the draft was sent, these answers are not a second response by accident.
 */
export function restoreDraft(form: HTMLFormElement, survey: string): Draft | undefined {
  const draft = load('sessionStorage', keyOf(survey)) as Draft | undefined;
  // Another script of the page may have written anything there.
  if (!draft || !/^[\da-f-]{36}$/.test(draft.id)) return undefined;
  const [typed, before] = [typedIn(form), rendered(form)];
  const isUntouched = asText(typed) === asText(before);
  const isSame = draft.from === asText(before);
  if (isSame) {
    // What was touched before the script came is newer than the draft.
    const newer = Object.entries(typed).filter(([name, value]) => value !== before[name]);
    putTyped(form, { ...draft.values, ...Object.fromEntries(newer) });
  } else if (isUntouched && !form.querySelector('.problem:not([hidden])')) return undefined;
  return { ...draft, sent: draft.sent && isSame && isUntouched };
}

export function dropDraft(survey: string): void {
  store('sessionStorage', keyOf(survey));
}
