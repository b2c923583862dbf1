import { nothingRated } from '@heart-survey/shared/form-problems';
import type { Catalogue } from '@heart-survey/shared/languages/catalogue';
import { isRated, newId, readAnswers } from './answers.ts';
import { clearProblems, followProblem, problemsOf, showProblems } from './problems.ts';
import { send, type FailureReason, type Receipt } from './sending.ts';

export interface EnhanceOptions {
  text: Catalogue;
  /** The collector's address, without a slash at the end. */
  endpoint: string;
  /** The slug of the region that is rated. */
  region: string;
  /** What the respondent calls it. */
  regionName: string;
  /** The response is stored; the form has done its work. */
  done: (receipt: Receipt) => void;
  /** A try failed; the respondent has been told, and every answer is still in the form. */
  failed?: (reason: FailureReason) => void;
}

/**
 * Gives the survey form its behaviour: it is sent without leaving the page, and says what is wrong in its own summary.
 * It listens at the form and knows nothing of who rendered it. The options are asked for at every try, so that they
 * may change.
 *
 * The form keeps one id from its first try to its receipt, whatever is edited in between: should an earlier try have
 * arrived after all, the same answers are a replay and others a conflict, and neither is counted twice in silence.
 */
export function enhance(form: HTMLFormElement, options: () => EnhanceOptions): void {
  let id = carriedId(form) ?? newId();
  let sending = false;

  const attempt = async (): Promise<void> => {
    const { text, endpoint, region, regionName, done, failed } = options();
    const request = readAnswers(form, id, region);
    clearProblems(form);
    if (!isRated(request)) {
      showProblems(form, text.problem, [nothingRated(text)]);
      return;
    }
    sending = true;
    showSending(form, text.sending);
    const outcome = await send(endpoint, request);
    sending = false;
    showSending(form, '');
    if ('receipt' in outcome) {
      done(outcome.receipt);
      return;
    }
    const { reason, paths } = outcome;
    // Other answers stand under this id already; these need one of their own, and the respondent's word.
    if (reason === 'alreadySent') id = newId();
    showProblems(form, text.problem, problemsOf(reason, paths, text, regionName));
    failed?.(reason);
  };

  form.addEventListener('submit', (event) => {
    event.preventDefault();
    if (!sending) void attempt();
  });
  form.addEventListener('click', (event) => followProblem(form, event));
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
