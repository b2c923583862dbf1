import { nothingRated } from '@heart-survey/shared/form-problems';
import type { Catalogue } from '@heart-survey/shared/languages/catalogue';
import { isRated, newId, readAnswers } from './answers.ts';
import { clearProblems, followProblem, problemsOf, showProblems } from './problems.ts';
import { dropDraft, restoreDraft, saveDraft } from './draft.ts';
import { deliverKept, forget, keep, whenDelivered } from './outbox.ts';
import { isFinal, send, type FailureReason, type Outcome, type Receipt } from './sending.ts';

export interface EnhanceOptions {
  text: Catalogue;
  /** The collector's address, without a slash at the end. */
  endpoint: string;
  /** The slug of the region that is rated. */
  region: string;
  /** What the respondent calls it. */
  regionName: string;
  /** Whether what is typed survives a reload of the tab; not on a device that the next person uses. */
  drafts: boolean;
  /** The response is stored, by this tab or, without a receipt here, by another; the form has done its work. */
  done: (receipt: Receipt | null) => void;
  /** The response could not be sent and is kept on this device, from where it goes out on its own. */
  kept: () => void;
  /** A try failed; the respondent has been told, and every answer is still in the form. */
  failed?: (reason: FailureReason) => void;
}

/**
 * Gives the survey form its behaviour: it is sent without leaving the page, says what is wrong in its own summary, and
 * loses no answer. It listens at the form and knows nothing of who rendered it. The options are asked for at every try,
 * so that they may change.
 *
 * The form keeps one id from its first try to its receipt, whatever is edited or reloaded in between: should an earlier
 * try have arrived after all, the same answers are a replay and others a conflict, and neither is counted twice in
 * silence.
 */
export function enhance(form: HTMLFormElement, options: () => EnhanceOptions): void {
  const survey = (): string => `${options().endpoint} ${options().region}`;
  let id = restoreDraft(form, survey()) ?? carriedId(form) ?? newId();
  let sending = false;
  let leaving = false;
  addEventListener('pagehide', () => (leaving = true));
  addEventListener('pageshow', () => (leaving = false));

  const finish = (outcome: Outcome | null): void => {
    const { text, regionName, done, failed } = options();
    if (outcome === null || 'receipt' in outcome) {
      dropDraft(survey());
      done(outcome?.receipt ?? null);
      return;
    }
    const { reason, paths } = outcome;
    // Other answers stand under this id already; these need one of their own, and the respondent's word.
    if (reason === 'alreadySent') id = newId();
    showProblems(form, text.problem, problemsOf(reason, paths, text, regionName));
    failed?.(reason);
  };

  const attempt = async (): Promise<void> => {
    const { text, endpoint, region, kept, failed } = options();
    const request = readAnswers(form, id, region);
    clearProblems(form);
    if (!isRated(request)) {
      showProblems(form, text.problem, [nothingRated(text)]);
      return;
    }
    sending = true;
    showSending(form, text.sending);
    // Kept before it is sent, so that a page which is left in the middle loses nothing.
    const isKept = keep(endpoint, request);
    const outcome = await send(endpoint, request);
    sending = false;
    showSending(form, '');
    // A page that is being left cuts its own request off. What was kept goes out from the next one.
    if (leaving && !isFinal(outcome)) return;
    if (isFinal(outcome) || !isKept) {
      forget(id);
      finish(isFinal(outcome) ? outcome : { reason: 'notKept', paths: [] });
      return;
    }
    dropDraft(survey());
    kept();
    if ('reason' in outcome) failed?.(outcome.reason);
    whenDelivered(id, finish);
  };

  form.addEventListener('submit', (event) => {
    event.preventDefault();
    if (!sending) void attempt();
  });
  form.addEventListener('change', () => {
    if (options().drafts) saveDraft(form, survey(), id);
  });
  form.addEventListener('input', () => {
    if (options().drafts) saveDraft(form, survey(), id);
  });
  form.addEventListener('click', (event) => followProblem(form, event));
  whenDelivered(id, finish);
  deliverKept();
}

/** The id that the server put into its form, so that a try with a script and one without are the same response. */
function carriedId(form: HTMLFormElement): string | null {
  return form.querySelector<HTMLInputElement>('input[type="hidden"][name="id"]')?.value ?? null;
}

/** The button stays focusable and says so: a disabled one would drop the focus of the person who pressed it. */
function showSending(form: HTMLFormElement, status: string): void {
  const region = form.querySelector('.status');
  if (region !== null) region.textContent = status;
  form.querySelector('button')?.setAttribute('aria-disabled', String(status !== ''));
}
