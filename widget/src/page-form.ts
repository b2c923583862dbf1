import { isFilled, putTyped, typedIn } from './answers.ts';
import { clearProblems } from './problems.ts';

/** The form as nobody has touched it yet: what the server shows again to one person is not for the next. */
export function emptied(form: HTMLFormElement): HTMLFormElement {
  const blank = form.cloneNode(true) as HTMLFormElement;
  for (const chosen of blank.querySelectorAll('[checked]')) chosen.removeAttribute('checked');
  blank.querySelector('textarea')!.replaceChildren();
  putTyped(blank, {});
  clearProblems(blank);
  // The page's id is that of the first response.
  blank.querySelector('[name=id]')?.remove();
  return blank;
}

/** A copy of the blank form, with the answers of another one. */
export function copyOf(blank: HTMLFormElement, answered?: HTMLFormElement): HTMLFormElement {
  const form = blank.cloneNode(true) as HTMLFormElement;
  if (answered) putTyped(form, typedIn(answered));
  return form;
}

/** Copies the answers to the form in another language. */
export function copyAnswers(from: HTMLFormElement, to: HTMLFormElement): void {
  putTyped(to, typedIn(from));
  // If an earlier try has arrived after all, this is no second response.
  for (const { value } of from.querySelectorAll<HTMLInputElement>('[name=id]'))
    to.querySelector<HTMLInputElement>('[name=id]')!.value = value;
}

/** Whether the form's answers are on their way. */
export function isSending(form: HTMLFormElement): boolean {
  return form.querySelector('[aria-disabled=true]') !== null;
}

/** Whether somebody has answered in the empty form, or sent it, or is sending it. */
export function isTaken(form: HTMLFormElement): boolean {
  return !form.isConnected || isSending(form) || isFilled(form);
}

/** Only a robot fills in the field that nobody sees. The browser sends that form itself, and the collector flags it. */
export function leaveRobots(form: HTMLFormElement): void {
  const leave = (event: Event): void => {
    if (form.querySelector<HTMLInputElement>('.trap input')?.value) event.stopImmediatePropagation();
  };
  form.addEventListener('submit', leave);
  // Before the button gets it, and sends the form with the script.
  form.addEventListener('click', leave, true);
}
