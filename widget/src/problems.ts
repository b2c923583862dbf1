import { oncePerPlace, problemAtPath } from '@heart-survey/shared/form-problems';
import type { LaterTexts } from '@heart-survey/shared/languages/catalogue';
import type { FormProblem } from '@heart-survey/shared/survey-form';
import { fill } from '@heart-survey/shared/text';
import type { FailureReason } from './outcome.ts';

/** What a failed try looks like to the respondent, each place named once. */
export function problemsOf(reason: FailureReason, paths: string[], text: LaterTexts, region: string): FormProblem[] {
  const whole: FormProblem = { at: 'form', message: fill(text[reason], { region }) };
  if (reason === 'tooLarge') return [{ ...whole, at: 'comment' }];
  if (reason !== 'refused' || paths.length === 0) return [whole];
  return oncePerPlace(paths.map((path) => problemAtPath(path, text) ?? whole));
}

/**
 * Shows the problems in the form's summary and beside each field, and moves the focus to the summary (the pattern of
 * the GOV.UK Design System). What the network brings while the respondent does something else only gets read out.
 * It builds nodes and never parses HTML, so that no Trusted Types policy is needed.
 */
export function showProblems(
  form: HTMLFormElement,
  title: string,
  problems: readonly FormProblem[],
  takesFocus: boolean,
): void {
  clearProblems(form);
  const list = make('ul');
  for (const { at, message } of problems) {
    // There is none for the form as a whole.
    const field = fieldOf(form, at === 'comment' ? at : `${at}-1`);
    const entry = make('li', field === null ? message : '');
    if (field !== null) {
      const link = make('a', message);
      link.href = `#${field.id}`;
      entry.append(link);
      showAtField(field, message);
    }
    list.append(entry);
  }
  const summary = summaryOf(form);
  const heading = make('h2', title);
  heading.id = 'problem-title';
  summary?.replaceChildren(heading, list);
  summary?.removeAttribute('hidden');
  if (takesFocus) summary?.focus();
  else form.querySelector('.status')?.replaceChildren(problems.map(({ message }) => message).join(' '));
}

/** Takes every problem away again, whoever showed it. */
export function clearProblems(form: HTMLFormElement): void {
  summaryOf(form)?.setAttribute('hidden', '');
  form.querySelector('.status')?.replaceChildren();
  for (const error of form.querySelectorAll('.error')) {
    const described = error.id === '' ? null : form.querySelector(`[aria-describedby~="${error.id}"]`);
    if (described !== null) setDescriptions(described, (ids) => ids.filter((id) => id !== error.id));
    error.remove();
  }
}

/**
 * Follows a link of the summary by hand, since `#id` leads nowhere inside a shadow root. The statement is scrolled
 * into view, not the radio: a respondent who lands on the radio alone does not see what it answers.
 */
export function followProblem(form: HTMLFormElement, event: Event): void {
  const link = event.target instanceof Element ? event.target.closest('.problem a') : null;
  const field = fieldOf(form, link?.getAttribute('href')?.slice(1) ?? '');
  if (field === null) return;
  event.preventDefault();
  (field.closest('fieldset, .card') ?? field).scrollIntoView();
  field.focus({ preventScroll: true });
}

function showAtField(field: HTMLElement, message: string): void {
  const error = make('p', message);
  error.className = 'error';
  // In a statement under its legend, for the comment under the notice: before the control in both.
  (field.closest('.scale') ?? field).before(error);
  error.id = `${field.getAttribute('name')}-error`;
  setDescriptions(field.closest('fieldset') ?? field, (ids) => [...ids, error.id]);
}

function setDescriptions(element: Element, change: (ids: string[]) => string[]): void {
  const ids = element.getAttribute('aria-describedby')?.split(' ') ?? [];
  const changed = change(ids).join(' ');
  if (changed === '') element.removeAttribute('aria-describedby');
  else element.setAttribute('aria-describedby', changed);
}

function summaryOf(form: HTMLFormElement): HTMLElement | null {
  return form.querySelector<HTMLElement>('.problem');
}

function fieldOf(form: HTMLFormElement, id: string): HTMLElement | null {
  const field = form.elements.namedItem(id);
  return field instanceof HTMLElement ? field : null;
}

function make<Tag extends keyof HTMLElementTagNameMap>(tag: Tag, text = ''): HTMLElementTagNameMap[Tag] {
  const element = document.createElement(tag);
  element.textContent = text;
  return element;
}
