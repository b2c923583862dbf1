import { hiddenValue, holds, invalidPaths, newId, putTyped, readAnswers, type ResponseRequest } from './answers.ts';
import { dropDraft, restoreDraft, saveDraft } from './draft.ts';
import type { Enhanced, EnhanceOptions } from './enhance-options.ts';
import { showHint, showSending } from './live-regions.ts';
import { deliverTo, forget, keep, release, waiting, whenDelivered } from './outbox.ts';
import { isPassing, type Outcome } from './outcome.ts';
import { isLeaving, patienceAtKiosk, watchPage } from './presence.ts';
import { clearProblems, followProblem, problemsOf, showProblems, type Problems } from './problems.ts';
import { send } from './sending.ts';
import { stageAfter, steps, type Stage } from './stages.ts';

/** The current form of each survey on this page. Two forms of one region have separate drafts. */
const forms = new Map<string, EnhancedForm>();

/**
 * Adds the behavior to the survey form: it is sent without leaving the page, shows problems in its own summary, and loses
 * no answers. It does not depend on who rendered the form. The options are read at every use, so they may change.
 *
 * The form keeps one id from its first attempt to its receipt, through every edit and reload. If an earlier attempt did
 * arrive, the same answers are a replay and different ones a conflict, and neither is silently counted twice.
 *
 * @param problems the problems that the replaced form showed.
 */
export function enhance(form: HTMLFormElement, options: () => EnhanceOptions, problems?: Problems): Enhanced {
  return new EnhancedForm(form, options, problems);
}

class EnhancedForm implements Enhanced {
  readonly form: HTMLFormElement;
  readonly #options: () => EnhanceOptions;
  /** Identifies the survey for its draft. */
  readonly #survey: string;
  #id: string;
  #stage: Stage = 'asking';
  #isReplaced = false;
  #problems: Problems | undefined;
  #idle: ReturnType<typeof setTimeout> | undefined;

  constructor(form: HTMLFormElement, options: () => EnhanceOptions, problems: Problems | undefined) {
    const { endpoint, region, drafts } = options();
    this.form = form;
    this.#options = options;
    if (forms.size === 0) watchPage(() => forms.forEach((one) => one.wait()));
    // Another employee's link starts another draft.
    let survey = `${endpoint} ${region} ${hiddenValue(form, 'employee')}`;
    while (forms.get(survey)?.form.isConnected) survey += '+';
    this.#survey = survey;
    const draft = drafts ? restoreDraft(form, survey) : undefined;
    // The server's form has an id, so that an attempt with the script and one without it are the same response.
    this.#id = (draft?.id ?? hiddenValue(form, 'id')) || newId();
    forms.set(survey, this);
    this.#listen();
    this.#hint();
    this.wait();
    if (problems) this.#show(problems, false);
    // Answers that were being sent before a reload are sent again automatically.
    if (draft?.sent) void this.#send(false);
    // Lets a slow phone show the form first.
    setTimeout(() => {
      whenDelivered(this.#id, this.#settle);
      deliverTo(endpoint);
    });
  }

  leave(): void {
    this.#isReplaced = true;
  }

  translate(): void {
    if (this.#problems) this.#show(this.#problems, false);
    this.#hint();
  }

  refill(): void {
    if (this.#options().drafts) restoreDraft(this.form, this.#survey);
  }

  problems(): Problems | undefined {
    return this.#problems;
  }

  #listen(): void {
    const { form } = this;
    const press = (event: Event): void => {
      event.preventDefault();
      if (this.#stage === 'asking' && !this.#isReplaced) void this.#send(true);
    };
    form.addEventListener('submit', press);
    // A frame that cannot submit forms has no `submit` event.
    form.querySelector('button')!.addEventListener('click', press);
    form.addEventListener('keydown', (event) => {
      // Enter on a rating selects it and does not send the survey.
      if (event.key !== 'Enter' || !(event.target instanceof HTMLInputElement)) return;
      event.preventDefault();
      event.target.click();
    });
    form.addEventListener('change', () => this.#save());
    form.addEventListener('input', () => {
      this.#save();
      this.#hint();
      this.wait();
    });
    form.addEventListener('click', (event) => followProblem(form, event));
  }

  /** Sends the answers, unless the collector would clearly refuse them. */
  async #send(byPress: boolean): Promise<void> {
    const { text, endpoint, region } = this.#options();
    const { form } = this;
    const id = this.#id;
    const before = waiting(id);
    // The same answers in another language must not conflict with the first attempt.
    const request = before && holds(form, before) ? before : readAnswers(form, id, region);
    this.#clear();
    const paths = invalidPaths(request);
    if (paths.length > 0) return this.#show(problemsOf('refused', paths), byPress);
    this.#stage = 'sending';
    showSending(form, text.sending);
    // Kept before it is sent, so that leaving the page loses nothing.
    const isKept = keep(endpoint, request);
    // A draft that is sent again stays as it is: it may have a box that is not in the form yet.
    if (byPress) this.#save(isKept);
    whenDelivered(id, this.#settle);
    const outcome = await send(endpoint, request);
    release(id);
    // The outbox may already have the result.
    if (this.#stage === 'sending') this.#settle(outcome, request, isKept, byPress);
  }

  /** Handles the result of an attempt, from this form or from the outbox. */
  readonly #settle = (outcome: Outcome, request: ResponseRequest, isKept = false, byPress = false): void => {
    const { reason } = outcome;
    // Text typed after the button was pressed was not sent.
    const isEdited = this.form.isConnected && !holds(this.form, request);
    const isShared = !this.#options().drafts;
    const stage = stageAfter(reason, { isKept, isEdited, isShared, isLeaving });
    if (!steps[this.#stage].includes(stage)) return;
    this.#stage = stage;
    showSending(this.form, '');
    if (stage !== 'asking') this.#end(outcome, byPress);
    // A request that was cut off when the page was left is sent again by the outbox, or when the button is pressed.
    else if (!isLeaving || !isPassing(reason)) this.#askAgain(outcome, isKept, byPress);
  };

  #end({ receipt, reason }: Outcome, byPress: boolean): void {
    const { ended, stored, failed } = this.#options();
    if (receipt) {
      forget(this.#id);
      dropDraft(this.#survey);
      putTyped(this.form, {});
    }
    if (!this.#isReplaced) ended(isPassing(reason) ? reason : 'thanked', byPress);
    if (receipt) stored?.(receipt);
    else failed?.(reason);
  }

  #askAgain({ reason = 'alreadySent', paths = [] }: Outcome, isKept: boolean, byPress: boolean): void {
    const { drafts, failed, reopen } = this.#options();
    const why = reason === 'offline' && !isKept ? 'notKept' : reason;
    forget(this.#id);
    // Different answers are stored under this id, so these need a new id and another press of the button.
    if (why === 'alreadySent') this.#id = newId();
    this.#save();
    failed?.(why);
    if (this.#isReplaced) return;
    const problems = problemsOf(why, paths);
    if (this.form.isConnected) this.#show(problems, byPress);
    // The page shows that the answers are kept, so it has to show the form again.
    else if (drafts) reopen(problems);
  }

  #save(isSent = false): void {
    if (this.#stage === 'done' || this.#isReplaced) return;
    if (this.#options().drafts) saveDraft(this.form, this.#survey, this.#id, isSent);
    else dropDraft(this.#survey);
  }

  #show(problems: Problems, takesFocus: boolean): void {
    const { text, regionName, marked } = this.#options();
    this.#problems = problems;
    showProblems(this.form, text.problem, problems(text, regionName), takesFocus);
    marked?.(true);
  }

  #clear(): void {
    this.#problems = undefined;
    clearProblems(this.form);
    this.#options().marked?.(false);
  }

  #hint(): void {
    showHint(this.form, this.#options().text.personal);
  }

  /** Restarts a kiosk's timer, after which it is emptied for the next person. */
  wait(): void {
    clearTimeout(this.#idle);
    if (!this.#options().drafts) this.#idle = setTimeout(() => this.#abandon(), patienceAtKiosk);
  }

  #abandon(): void {
    if (this.#isReplaced) return;
    if (this.#stage === 'sending') this.wait();
    if (this.#stage !== 'asking') return;
    putTyped(this.form, {});
    this.#clear();
    this.#hint();
    this.#id = newId();
    this.#options().abandoned?.();
  }
}
