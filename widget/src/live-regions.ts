import { seemsPersonal } from '@heart-survey/shared/personal-hint';

/** Puts the text into an existing live region. A repeated text is not read out twice. */
export function announce(form: HTMLFormElement, where: '.status' | '.hint', text: string): void {
  const region = form.querySelector(where)!;
  if (region.textContent !== text) region.textContent = text;
}

/**
 * Shows that the answers are being sent; an empty text removes that. The button stays focusable, because a disabled button
 * would lose the focus of the person who pressed it.
 */
export function showSending(form: HTMLFormElement, text: string): void {
  announce(form, '.status', text);
  form.querySelector('button')!.setAttribute('aria-disabled', String(text !== ''));
}

/** Shows the warning while the comment seems to contain personal data. */
export function showHint(form: HTMLFormElement, warning: string): void {
  announce(form, '.hint', seemsPersonal(form.querySelector('textarea')!.value) ? warning : '');
}
