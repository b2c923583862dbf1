import { surveyPath } from '@heart-survey/shared/survey-link';
import { hiddenValue, isFilled } from './answers.ts';
import { enhance } from './enhance.ts';
import type { Enhanced, EnhanceOptions } from './enhance-options.ts';
import { tellFrame } from './framed.ts';
import { feedbackLinkAt, surveyAt, type Survey } from './hosted-survey.ts';
import { endNotice, giveNotice } from './kiosk-notice.ts';
import { copyAnswers, copyOf, emptied, isSending, isTaken, leaveRobots } from './page-form.ts';
import { viewOf } from './page-view.ts';
import { nextPerson } from './presence.ts';
import type { Problems } from './problems.ts';

/** Counts the requested pages; only the last one is shown. */
let turn = 0;

/**
 * Adds the behavior to the survey page: it shows the form, then the result, and at a kiosk a new form for the next person.
 * @param goBack at a kiosk, shows the page with which it was opened.
 */
export function improve(survey: Survey, problems?: Problems, goBack?: () => void): void {
  const { text, region, home, ancestors = [] } = survey;
  const isKiosk = hiddenValue(survey.form, 'channel') === 'kiosk';
  const blank = emptied(survey.form);
  const view = viewOf(survey);
  let form: HTMLFormElement;
  let enhanced: Enhanced;

  const options: EnhanceOptions = {
    ...survey,
    endpoint: location.origin,
    drafts: !isKiosk,
    ended: (ending, byPress) => {
      view.showEnding(ending, byPress);
      if (isKiosk) setTimeout(() => void askNext(), nextPerson);
      // After a reload, the page thanks again instead of showing the form.
      else if (ending === 'thanked') void thankedAt(`${surveyPath(region)}/thanks?lang=${text.tag}`, view.add);
    },
    abandoned: () => {
      endNotice();
      if (goBack || home) void askNext();
    },
    stored: () => tellFrame(ancestors, { type: 'heart-survey:submitted' }),
    reopen: (problems) => askAnew(form, problems),
    marked: view.nameForm,
  };

  const ask = (next: HTMLFormElement, problems?: Problems): void => {
    form = next;
    leaveRobots(next);
    enhanced = enhance(next, () => options, problems);
    const canStartAgain = (): boolean => next.isConnected && Boolean(goBack || home || isFilled(next));
    if (isKiosk) giveNotice(view.status, text.stillThere, canStartAgain);
  };

  // Without a network, no page can be loaded.
  const askAnew = (answered?: HTMLFormElement, problems?: Problems): void => {
    enhanced.leave();
    const next = copyOf(blank, answered);
    view.showForm(next);
    ask(next, problems);
  };

  const askNext = async (): Promise<void> => {
    if (goBack) return goBack();
    const next = await forNextPerson(home, form);
    if (next) turnTo(next);
    else if (next === null) askAnew();
  };

  onLanguage(async (url) => {
    const next = await inLanguage(url, form, text.offline);
    if (!next) return;
    enhanced.leave();
    if (!isKiosk) history.replaceState(null, '', url);
    turnTo(next, enhanced.problems(), goBack ?? (isKiosk && !home ? wayBack(askAnew) : undefined));
    document.querySelector<HTMLElement>('nav [aria-current]')?.focus();
  });
  ask(survey.form, problems);
}

/** Shows what the thank-you page has besides thanks. */
async function thankedAt(url: string, add: (link: Element) => void): Promise<void> {
  history.replaceState(null, '', url);
  const link = await feedbackLinkAt(url);
  if (link) add(link);
}

/** Calls back with the address of the page in the language whose button was pressed. */
function onLanguage(change: (url: string) => Promise<void>): void {
  for (const button of document.querySelectorAll<HTMLButtonElement>('nav button'))
    button.addEventListener('click', (event) => {
      event.preventDefault();
      void change(button.formAction);
    });
}

/** The survey in another language with the same answers; undefined if the current one has to stay. */
async function inLanguage(url: string, form: HTMLFormElement, offline: string): Promise<Survey | null | undefined> {
  const next = await lastAsked(url);
  // Waits for the result of a response that is being sent.
  if (next === undefined || !form.isConnected || isSending(form)) return undefined;
  if (next) copyAnswers(form, next.form);
  else form.querySelector('.status')!.replaceChildren(offline);
  return next;
}

/** The kiosk's original page; null if it cannot be loaded, undefined if someone has started here in the meantime. */
async function forNextPerson(home: string | undefined, form: HTMLFormElement): Promise<Survey | null | undefined> {
  const wasAsking = form.isConnected;
  const next = home === undefined ? null : await lastAsked(home);
  return wasAsking && isTaken(form) ? undefined : next;
}

/** The survey at that address; undefined if another one was requested in the meantime. */
async function lastAsked(url: string): Promise<Survey | null | undefined> {
  turn += 1;
  const mine = turn;
  const survey = await surveyAt(url);
  return turn === mine ? survey : undefined;
}

/** Replaces this page with another one and adds the behavior to it. */
function turnTo(survey: Survey, problems?: Problems, goBack?: () => void): void {
  const { documentElement, body, title } = survey.page;
  document.title = title;
  replacePage(documentElement, body);
  improve(survey, problems, goBack);
}

/** Shows the current page again later, without the network. */
function wayBack(askAnew: () => void): () => void {
  const { lang, dir } = document.documentElement;
  const { body } = document;
  return () => {
    replacePage({ lang, dir }, body);
    askAnew();
  };
}

function replacePage({ lang, dir }: { lang: string; dir: string }, body: HTMLElement): void {
  Object.assign(document.documentElement, { lang, dir });
  document.body.replaceWith(body);
}
