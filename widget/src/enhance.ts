import { commentTooLong, nothingRated } from '@heart-survey/shared/form-problems';
import type { LaterTexts } from '@heart-survey/shared/languages/catalogue';
import { seemsPersonal } from '@heart-survey/shared/personal-hint';
import type { FormProblem } from '@heart-survey/shared/survey-form';
import { maxCommentLength } from '@heart-survey/shared/text';
import { isRated, newId, putTyped, readAnswers, rendered, type ResponseRequest } from './answers.ts';
import { dropDraft, restoreDraft, saveDraft } from './draft.ts';
import type { Ending } from './ending.ts';
import { deliverTo, forget, keep, release, waiting, whenDelivered } from './outbox.ts';
import { passingReason, type FailureReason, type Outcome, type Receipt } from './outcome.ts';
import { clearProblems, followProblem, problemsOf, showProblems } from './problems.ts';
import { send } from './sending.ts';

/** Builds the list of problems in the language of the moment. */
export type Problems = (text: LaterTexts, regionName: string) => FormProblem[];

export interface EnhanceOptions {
  text: LaterTexts;
  /** The collector's address, without a slash at the end. */
  endpoint: string;
  /** The slug of the region that is rated. */
  region: string;
  /** What the respondent calls it. */
  regionName: string;
  /** Whether what is typed survives a reload of the tab; not on a device that the next person uses. */
  drafts: boolean;
  /**
   * The form has done its work: the response is stored, or kept on this device, from where it goes out on its own.
   * @param byPress whether the respondent has just pressed the button, and nothing else; then the focus may follow.
   */
  ended: (ending: Ending, byPress: boolean) => void;
  /** The collector will not have what was kept: show the form again, and say why. */
  reopen: (problems: Problems) => void;
  /** Nobody has touched the form at a kiosk for a while, and it has been emptied. */
  abandoned?: () => void;
  /** The collector has stored the response. */
  stored?: (receipt: Receipt) => void;
  /** A try failed; the respondent has been told, and no answer is lost. */
  failed?: (reason: FailureReason) => void;
}

/** A form with its behaviour. */
export interface Enhanced {
  /** The form makes way for another. What it has sent still gets its answer. */
  leave: () => void;
  /** Says again, in the language of now, what it has said. */
  speak: () => void;
  /** The problems it shows. */
  problems: () => Problems | undefined;
}

/**
 * The form that asks each survey on this page now, and what it does when somebody is there. Two of the same region keep
 * their answers apart.
 */
const asked = new Map<string, [form: HTMLFormElement, isThere: () => void]>();

/**
 * Gives the survey form its behaviour: it is sent without leaving the page, says what is wrong in its own summary, and
 * loses no answer. It listens at the form and knows nothing of who rendered it. The options are asked for at every try,
 * so that they may change.
 *
 * The form keeps one id from its first try to its receipt, whatever is edited or reloaded in between: should an earlier
 * try have arrived after all, the same answers are a replay and others a conflict, and neither is counted twice in
 * silence.
 *
 * @param before the problems shown before this form took its place.
 */
export function enhance(form: HTMLFormElement, options: () => EnhanceOptions, before?: Problems): Enhanced {
  watchPage();
  const { endpoint, region } = options();
  // Another employee's link is another beginning.
  let survey = `${endpoint} ${region} ${readAnswers(form, '', region).employee ?? ''}`;
  while (asked.get(survey)?.[0].isConnected) survey += '+';
  const from = rendered(form);
  const draft = options().drafts ? restoreDraft(form, survey, from) : null;
  let id = draft?.id ?? carriedId(form) ?? newId();
  let shown: Problems | undefined;
  let sending = false;
  /** The response has its answer. */
  let over = false;
  /** The form has made way for another. */
  let left = false;

  const save = (sent = false): void => {
    if (over || left) return;
    if (options().drafts) saveDraft(form, survey, { id, from, sent });
    else dropDraft(survey);
  };

  const tell = (problems: Problems, takesFocus: boolean): void => {
    const { text, regionName } = options();
    shown = problems;
    showProblems(form, text.problem, problems(text, regionName), takesFocus);
  };

  const clear = (): void => {
    shown = undefined;
    clearProblems(form);
  };

  /** What is typed after the button was pressed was not sent with the rest. */
  const isEdited = (request: ResponseRequest): boolean =>
    form.isConnected && answersIn(readAnswers(form, id, region)) !== answersIn(request);

  const finish = (outcome: Outcome, request: ResponseRequest, byPress = false): void => {
    if (over) return;
    const { drafts, stored, ended, reopen, failed } = options();
    forget(id);
    if ('receipt' in outcome && !isEdited(request)) {
      over = true;
      dropDraft(survey);
      putTyped(form, {});
      if (!left) ended('thanked', byPress);
      stored?.(outcome.receipt);
      return;
    }
    const { reason, paths } = 'receipt' in outcome ? { reason: 'alreadySent' as const, paths: [] } : outcome;
    // Other answers stand under this id already; these need one of their own, and the respondent's word.
    if (reason === 'alreadySent') id = newId();
    save();
    failed?.(reason);
    if (left) return;
    const problems: Problems = (text, regionName) => problemsOf(reason, paths, text, regionName);
    if (form.isConnected) tell(problems, byPress);
    // The form gave way to the promise that it would be sent. It comes back as it was.
    else if (drafts) reopen(problems);
  };

  const attempt = async (byPress: boolean): Promise<void> => {
    const { text, endpoint, region, ended, failed } = options();
    const answers = readAnswers(form, id, region);
    const before = waiting(id);
    // The same answers again are a replay to the letter, though another language has been chosen since.
    const request = before && answersIn(before) === answersIn(answers) ? before : answers;
    clear();
    const isUnrated = !isRated(request);
    const isTooLong = (request.comment?.length ?? 0) > maxCommentLength;
    if (isUnrated || isTooLong) {
      tell(
        (text) => [...(isUnrated ? [nothingRated(text)] : []), ...(isTooLong ? [commentTooLong(text)] : [])],
        byPress,
      );
      return;
    }
    sending = true;
    showSending(form, text.sending);
    // Kept before it is sent, so that a page which is left in the middle loses nothing.
    const isKept = keep(endpoint, request);
    save(isKept);
    whenDelivered(id, finish);
    const outcome = await send(endpoint, request);
    release(id);
    sending = false;
    showSending(form, '');
    // It went out from the device meanwhile; or this page is being left, which cuts its own request off.
    const reason = passingReason(outcome);
    if (over || (leaving && reason)) return;
    if (!reason || !isKept || isEdited(request)) {
      finish(reason === 'offline' && !isKept ? { reason: 'notKept', paths: [] } : outcome, request, byPress);
      return;
    }
    // At a kiosk the next person stands there when it goes out.
    if (!options().drafts) over = true;
    if (!left) ended(reason, byPress);
    failed?.(reason);
  };

  const warn = (): void => {
    const { text } = options();
    const comment = form.querySelector('textarea')?.value;
    say(form, '.hint', comment && seemsPersonal(comment) ? text.personal : '');
  };
  const press = (event: Event): void => {
    event.preventDefault();
    if (!sending && !over && !left) void attempt(true);
  };
  form.addEventListener('submit', press);
  // A frame that may not submit forms drops the event before it comes; what is pressed there is a button all the same.
  form.querySelector('button')?.addEventListener('click', press);
  form.addEventListener('keydown', (event) => {
    // Whoever confirms a rating with Enter means the rating, and not the whole survey.
    if (event.key !== 'Enter' || !(event.target instanceof HTMLInputElement)) return;
    event.preventDefault();
    event.target.click();
  });
  let idle: ReturnType<typeof setTimeout> | undefined;
  // The next person at a kiosk must not find what this one has left.
  const beReady = (): void => {
    clearTimeout(idle);
    if (!options().drafts) idle = setTimeout(abandoned, patienceAtKiosk);
  };
  const abandoned = (): void => {
    if (over || left) return;
    if (sending) return beReady();
    putTyped(form, {});
    clear();
    warn();
    id = newId();
    options().abandoned?.();
  };
  form.addEventListener('change', () => save());
  form.addEventListener('input', () => {
    save();
    warn();
    beReady();
  });
  form.addEventListener('click', (event) => followProblem(form, event));
  asked.set(survey, [form, beReady]);
  warn();
  beReady();
  if (before) tell(before, false);
  // What was sent before the tab was reloaded is not the respondent's to send again.
  if (draft?.sent) void attempt(false);
  // A slow phone shows the form first.
  setTimeout(() => {
    whenDelivered(id, finish);
    deliverTo(endpoint);
  });

  return {
    leave: () => {
      left = true;
    },
    speak: () => {
      if (shown) tell(shown, false);
      warn();
    },
    problems: () => shown,
  };
}

/** How long a kiosk shows what became of the answers before it asks the next person, in milliseconds. */
export const nextPerson = 15_000;

/**
 * Somebody is there who reads or moves about, with a keyboard or a screen reader too, and not only who answers. Of
 * scrolling, only the page's own comes up to the window: parts of it may scroll by themselves.
 */
export function whenThere(listen: () => void): void {
  for (const type of ['click', 'keydown', 'focusin', 'pointerdown', 'scroll']) addEventListener(type, listen);
}

/** How long a kiosk keeps a half-filled form that nobody touches, in milliseconds. */
export const patienceAtKiosk = 3 * 60_000;

/** Whether the page is being left at this moment; undefined before anyone watches. */
let leaving: boolean | undefined;

function watchPage(): void {
  if (leaving !== undefined) return;
  leaving = false;
  addEventListener('pagehide', () => (leaving = true));
  addEventListener('pageshow', () => (leaving = false));
  whenThere(() => asked.forEach(([, isThere]) => isThere()));
}

/** The id that the server put into its form, so that a try with a script and one without are the same response. */
function carriedId(form: HTMLFormElement): string | null {
  return form.querySelector<HTMLInputElement>('[name="id"]')?.value ?? null;
}

/** Says it in a live region that is there already. */
function say(form: HTMLFormElement, where: '.status' | '.hint', text: string): void {
  const region = form.querySelector(where);
  if (region !== null && region.textContent !== text) region.textContent = text;
}

/** The button stays focusable and says so: a disabled one would drop the focus of the person who pressed it. */
function showSending(form: HTMLFormElement, status: string): void {
  say(form, '.status', status);
  form.querySelector('button')?.setAttribute('aria-disabled', String(status !== ''));
}

/** What the respondent has said, and could have changed. */
function answersIn({ ratings, comment }: ResponseRequest): string {
  return JSON.stringify([ratings, comment]);
}
