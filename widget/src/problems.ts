import { oncePerPlace, problemAtPath } from '@heart-survey/shared/form-problems';
import type { LaterTexts } from '@heart-survey/shared/languages/catalog';
import type { FormProblem } from '@heart-survey/shared/survey-form';
import { fill } from '@heart-survey/shared/text';
import { announce } from './live-regions.ts';
import type { FailureReason } from './outcome.ts';

/** Builds the list of problems in the current language. */
export type Problems = (text: LaterTexts, regionName: string) => FormProblem[];

/** The problems of a failed attempt, one for each field. */
export function problemsOf(reason: FailureReason, paths: string[]): Problems {
  return (text, region) => {
    const whole: FormProblem = { at: 'form', message: fill(text[reason], { region }) };
    if (reason === 'tooLarge') return [{ ...whole, at: 'comment' }];
    if (reason !== 'refused' || paths.length === 0) return [whole];
    return oncePerPlace(paths.map((path) => problemAtPath(path, text) ?? whole));
  };
}

/**
 * Shows the problems in the form's summary and beside each field, and moves the focus to the summary (the GOV.UK Design
 * System pattern). A result that arrives while the respondent does something else is only read out. It creates nodes and
 * never parses HTML, so it needs no Trusted Types policy.
 */
export function showProblems(
  form: HTMLFormElement,
  title: string,
  problems: readonly FormProblem[],
  takesFocus: boolean,
): void {
  clearProblems(form);
  const list = made('ul');
  for (const { at, message } of problems) {
    // A problem of the whole form has no field.
    const field = fieldOf(form, at === 'comment' ? at : `${at}-1`);
    const entry = made('li', field ? '' : message);
    if (field) {
      entry.append(made('a', message, { href: `#${field.id}` }));
      showAtField(field, message);
    }
    list.append(entry);
  }
  const summary = summaryOf(form);
  summary.replaceChildren(made('h2', title, { id: 'problem-title' }), list);
  summary.removeAttribute('hidden');
  if (takesFocus) summary.focus();
  else announce(form, '.status', problems.map(({ message }) => message).join(' '));
}

/** Removes all problems, including those that the server rendered. */
export function clearProblems(form: HTMLFormElement): void {
  summaryOf(form).setAttribute('hidden', '');
  announce(form, '.status', '');
  for (const error of form.querySelectorAll('.error')) {
    const described = form.querySelector(`[aria-describedby~="${error.id}"]`);
    if (described) setDescriptions(described, (ids) => ids.filter((id) => id !== error.id));
    error.remove();
  }
}

/**
 * Follows a link in the summary, because `#id` does not work inside a shadow root. It scrolls the statement into view, not
 * the radio, because respondents need to see the statement too.
 */
export function followProblem(form: HTMLFormElement, event: Event): void {
  const link = (event.target as Element).closest<HTMLAnchorElement>('.problem a');
  const field = link && fieldOf(form, link.hash.slice(1));
  if (!field) return;
  event.preventDefault();
  (field.closest('fieldset, .card') ?? field).scrollIntoView();
  field.focus({ preventScroll: true });
}

function showAtField(field: HTMLElement, message: string): void {
  const error = made('p', message, { className: 'error', id: `${field.getAttribute('name')}-error` });
  // Before the control: below a statement's legend, or below the comment's notice.
  (field.closest('.scale') ?? field).before(error);
  setDescriptions(field.closest('fieldset') ?? field, (ids) => [...ids, error.id]);
}

function setDescriptions(element: Element, change: (ids: string[]) => string[]): void {
  const ids = element.getAttribute('aria-describedby')?.split(' ') ?? [];
  const changed = change(ids).join(' ');
  if (changed === '') element.removeAttribute('aria-describedby');
  else element.setAttribute('aria-describedby', changed);
}

function summaryOf(form: HTMLFormElement): HTMLElement {
  return form.querySelector<HTMLElement>('.problem')!;
}

function fieldOf(form: HTMLFormElement, id: string): HTMLElement | null {
  return form.elements.namedItem(id) as HTMLElement | null;
}

/** Creates an element with that text and those properties. */
export function made<Tag extends keyof HTMLElementTagNameMap>(
  tag: Tag,
  textContent = '',
  properties: Partial<HTMLElementTagNameMap[Tag]> = {},
): HTMLElementTagNameMap[Tag] {
  return Object.assign(document.createElement(tag), { textContent }, properties);
}
