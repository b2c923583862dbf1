import { putTyped, rendered, typedIn, type Typed } from './answers.ts';
import { load, store } from './stored.ts';

/**
 * The answers so far, kept only for this tab, so that a reload does not lose them. The id is kept too: if the answers were
 * sent just before the reload, sending them again is a replay and not a second response.
 */
interface Draft {
  id: string;
  values: Typed;
  /**
   * The form's answers before anyone touches it: a rating from the link, or answers the server redisplays with an error.
   */
  from: string;
  /** Whether the respondent has pressed the button; if so, the script sends the answers again. */
  sent: boolean;
}

const keyOf = (survey: string): string => `heart-survey draft ${survey}`;
/** The same as before there was a box, unless it is checked, and groups: the element's form gets them later. */
const asText = ({ mayShow, group: _, ...typed }: Typed): string => JSON.stringify(Object.values(typed)) + mayShow;

/** @param survey identifies the survey, so that two surveys on a page have separate drafts. */
export function saveDraft(form: HTMLFormElement, survey: string, id: string, sent: boolean): void {
  const draft: Draft = { id, values: typedIn(form), from: asText(rendered(form)), sent };
  store('sessionStorage', keyOf(survey), draft);
}

/**
 * Fills in the form from the draft and returns the draft; undefined if there is none, or if another link began different
 * answers. Answers given before the script loaded stay, and so do answers that the server shows with a problem. The draft's
 * id is kept in any case: if the draft was sent, these answers must not become a second response.
 */
export function restoreDraft(form: HTMLFormElement, survey: string): Draft | undefined {
  const draft = load('sessionStorage', keyOf(survey)) as Draft | undefined;
  // Another script on the page may have written anything there.
  if (!draft || !/^[\da-f-]{36}$/.test(draft.id)) return undefined;
  const [typed, before] = [typedIn(form), rendered(form)];
  const isUntouched = asText(typed) === asText(before);
  const isSame = draft.from === asText(before);
  if (isSame) {
    // Answers given before the script loaded are newer than the draft.
    const newer = Object.entries(typed).filter(([name, value]) => value !== before[name]);
    putTyped(form, { ...draft.values, ...Object.fromEntries(newer) });
  } else if (isUntouched && !form.querySelector('.problem:not([hidden])')) return undefined;
  return { ...draft, sent: draft.sent && isSame && isUntouched };
}

export function dropDraft(survey: string): void {
  store('sessionStorage', keyOf(survey));
}
