import { items } from '@heart-survey/shared/items';

/**
 * What is filled in so far, kept for this tab alone, so that a reload does not cost an answer. The id goes with it:
 * should the answers have been sent just before the reload, sending them again is a replay and not a second response.
 */
interface Draft {
  id: string;
  values: Record<string, string>;
  /** Whether the respondent has pressed the button: then it is for us to see the answers arrive. */
  sent: boolean;
}

const fields = [...items, 'comment'];
const keyOf = (survey: string): string => `heart-survey draft ${survey}`;

/** @param survey names the survey that the form asks, so that two on a page keep theirs apart. */
export function saveDraft(form: HTMLFormElement, survey: string, id: string, sent: boolean): void {
  const data = new FormData(form);
  const given = fields
    .map((name) => [name, data.get(name)])
    .filter(([, value]) => typeof value === 'string' && value !== '');
  const draft: Draft = { id, values: Object.fromEntries(given) as Record<string, string>, sent };
  try {
    sessionStorage.setItem(keyOf(survey), JSON.stringify(draft));
  } catch {
    // Where nothing may be kept, a reload empties the form as it always did.
  }
}

/**
 * Fills the form in as it was, and answers what it was; null where nothing was kept. A form that says more by now, typed
 * before the script came or shown again by the server with a problem, stays as it is, and keeps the id: should the draft
 * have been sent, these answers are not a second response by accident.
 */
export function restoreDraft(form: HTMLFormElement, survey: string): Draft | null {
  try {
    const draft = JSON.parse(sessionStorage.getItem(keyOf(survey)) ?? 'null') as Draft;
    if (!/^[\da-f-]{36}$/.test(draft.id)) return null;
    if (form.querySelector('.problem:not([hidden])') !== null || isTouched(form)) return { ...draft, sent: false };
    for (const name of fields) {
      const field = form.elements.namedItem(name);
      if (field instanceof RadioNodeList || field instanceof HTMLTextAreaElement)
        field.value = draft.values[name] ?? '';
    }
    return draft;
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

function isTouched(form: HTMLFormElement): boolean {
  return (
    [...form.querySelectorAll('input')].some((input) => input.checked !== input.defaultChecked) ||
    form.querySelector('textarea')?.value !== ''
  );
}
