import { nothingRated } from '@heart-survey/shared/form-problems';
import type { FormTexts } from '@heart-survey/shared/languages/catalogue';
import { isRated, newId, readAnswers } from './answers.ts';
import { clearProblems, followProblem, problemsOf, showProblems } from './problems.ts';
import { dropDraft, restoreDraft, saveDraft } from './draft.ts';
import { deliverKept, forget, keep, whenDelivered } from './outbox.ts';
import { isFinal, send, type FailureReason, type Outcome, type Receipt } from './sending.ts';

export interface EnhanceOptions {
  text: FormTexts;
  /** The collector's address, without a slash at the end. */
  endpoint: string;
  /** The slug of the region that is rated. */
  region: string;
  /** What the respondent calls it. */
  regionName: string;
  /** Whether what is typed survives a reload of the tab; not on a device that the next person uses. */
  drafts: boolean;
  /** The response is stored; the form has done its work. */
  done: (receipt: Receipt) => void;
  /** The response could not be sent and is kept on this device, from where it goes out on its own. */
  kept: () => void;
  /** The collector will not have what was kept: show the form again, and say why. */
  reopen: (reason: FailureReason) => void;
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
export function enhance(form: HTMLFormElement, options: () => EnhanceOptions, refused?: FailureReason): void {
  const { drafts, endpoint, region } = options();
  // Another link, for another employee or with another rating chosen beforehand, is another beginning.
  const chosen = form.querySelector<HTMLInputElement>('[checked]')?.value ?? '';
  const survey = `${endpoint} ${region} ${readAnswers(form, '', region).employee ?? ''} ${chosen}`;
  let id = (drafts ? restoreDraft(form, survey) : null) ?? carriedId(form) ?? newId();
  let sending = false;
  let over = false;

  const finish = (outcome: Outcome): void => {
    if (over) return;
    const { text, regionName, done, reopen, failed } = options();
    forget(id);
    if ('receipt' in outcome) {
      over = true;
      dropDraft(survey);
      form.reset();
      done(outcome.receipt);
      return;
    }
    const { reason, paths } = outcome;
    // Other answers stand under this id already; these need one of their own, and the respondent's word.
    if (reason === 'alreadySent') id = newId();
    failed?.(reason);
    if (form.isConnected) showProblems(form, text.problem, problemsOf(reason, paths, text, regionName));
    else if (drafts) {
      // The form gave way to the promise that it would be sent. It comes back as it was.
      saveDraft(form, survey, id);
      reopen(reason);
    }
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
    whenDelivered(id, finish);
    const outcome = await send(endpoint, request);
    sending = false;
    showSending(form, '');
    // It went out from the device meanwhile; or this page is being left, which cuts its own request off.
    if (over || (leaving && !isFinal(outcome))) return;
    const edited = JSON.stringify(readAnswers(form, id, region)) !== JSON.stringify(request);
    if (isFinal(outcome) || !isKept || edited) {
      finish(whatToSay(outcome, isKept, edited));
      return;
    }
    dropDraft(survey);
    // At a kiosk the next person stands there when it goes out.
    if (!drafts) over = true;
    kept();
    if ('reason' in outcome) failed?.(outcome.reason);
  };

  const saved = (): void => {
    if (drafts && !over) saveDraft(form, survey, id);
  };
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    if (!sending && !over) void attempt();
  });
  form.addEventListener('change', saved);
  form.addEventListener('input', saved);
  form.addEventListener('click', (event) => followProblem(form, event));
  if (refused) {
    const { text, regionName } = options();
    showProblems(form, text.problem, problemsOf(refused, [], text, regionName));
  }
  whenDelivered(id, finish);
  deliverKept();
}

/** What the respondent is told of a try that is over. Answers that were edited during it were not those that were sent. */
function whatToSay(outcome: Outcome, isKept: boolean, edited: boolean): Outcome {
  if ('receipt' in outcome) return edited ? { reason: 'alreadySent', paths: [] } : outcome;
  return isFinal(outcome) || isKept ? outcome : { reason: 'notKept', paths: [] };
}

/** How long a kiosk shows what became of the answers before it asks the next person, in milliseconds. */
export const nextPerson = 15_000;

/** Whether the page is being left at this moment. */
let leaving = false;
addEventListener('pagehide', () => (leaving = true));
addEventListener('pageshow', () => (leaving = false));

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
