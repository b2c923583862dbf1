import { isFilled, putTyped, typedIn } from './answers.ts';
import { clearProblems } from './problems.ts';

/** The untouched form: answers that the server shows again to one person are not for the next. */
export function emptied(form: HTMLFormElement): HTMLFormElement {
  const blank = form.cloneNode(true) as HTMLFormElement;
  for (const chosen of blank.querySelectorAll('[checked]')) chosen.removeAttribute('checked');
  blank.querySelector('textarea')!.replaceChildren();
  putTyped(blank, {});
  clearProblems(blank);
  // The page's id belongs to the first response.
  blank.querySelector('[name=id]')?.remove();
  return blank;
}

/** A copy of the blank form with another form's answers. */
export function copyOf(blank: HTMLFormElement, answered?: HTMLFormElement): HTMLFormElement {
  const form = blank.cloneNode(true) as HTMLFormElement;
  if (answered) putTyped(form, typedIn(answered));
  return form;
}

/** Copies the answers to the form in another language. */
export function copyAnswers(from: HTMLFormElement, to: HTMLFormElement): void {
  putTyped(to, typedIn(from));
  // If an earlier attempt has arrived after all, this must not become a second response.
  for (const { value } of from.querySelectorAll<HTMLInputElement>('[name=id]'))
    to.querySelector<HTMLInputElement>('[name=id]')!.value = value;
}

/** Whether the form's answers are being sent. */
export function isSending(form: HTMLFormElement): boolean {
  return form.querySelector('[aria-disabled=true]') !== null;
}

/** Whether someone has changed the empty form, sent it, or is sending it. */
export function isTaken(form: HTMLFormElement): boolean {
  return !form.isConnected || isSending(form) || isFilled(form);
}

/** Only a bot fills in the hidden field. The browser submits that form on its own, and the collector flags it. */
export function leaveRobots(form: HTMLFormElement): void {
  const leave = (event: Event): void => {
    if (form.querySelector<HTMLInputElement>('.trap input')?.value) event.stopImmediatePropagation();
  };
  form.addEventListener('submit', leave);
  // This runs before the button's handler, which sends the form with the script.
  form.addEventListener('click', leave, true);
}
