import type { Catalog } from '@heart-survey/shared/languages/catalog';
import { html, raw } from 'hono/html';
import type { Markup } from './page.ts';

/** A problem with one field of a form. */
export interface FieldError {
  /** The field's name, which is also its id. Empty for the form as a whole. */
  at: string;
  message: string;
}

/** For a form whose id something else was saved with: the person went back to a page after it was sent. */
export const usedForm: FieldError = {
  at: '',
  message: 'You already saved from this page, so nothing was saved this time. Check your entries, then save again.',
};

/** For a form without an id that a page made. */
export const incompleteForm: FieldError = { at: '', message: 'The form is incomplete. Open the page again.' };

/** Lists the problems with links to the fields. It takes the focus. */
export function errorSummary(errors: FieldError[]): Markup | '' {
  if (errors.length === 0) return '';
  const line = ({ at, message }: FieldError) =>
    at === '' ? html`<li>${message}</li>` : html`<li><a href="#${at}">${message}</a></li>`;
  return html`<div class="problem" role="alert" tabindex="-1" autofocus>
    <h2>There is a problem</h2>
    <ul>
      ${errors.map(line)}
    </ul>
  </div>`;
}

/** The message that the address names, such as “Saved.”; empty for an unknown name. */
export function successMessage(name: string | undefined, words: Record<string, string>): Markup | '' {
  const message = name !== undefined && Object.hasOwn(words, name) ? words[name] : undefined;
  return message === undefined ? '' : html`<p class="done" role="status">${message}</p>`;
}

interface TextField {
  name: string;
  label: string;
  value?: string;
  type?: 'text' | 'email' | 'password' | 'search' | 'date' | 'time' | 'number' | 'tel';
  hint?: string;
  autocomplete?: string;
  /** For numbers and codes. */
  inputmode?: 'numeric';
  isShort?: boolean;
  errors?: FieldError[];
}

/** A single-line field with its label, and its hint and problem if there are any. */
export function textField(given: TextField): Markup {
  const { name, label, value = '', type = 'text', autocomplete = 'off', inputmode, isShort } = given;
  const mode = inputmode === undefined ? '' : `inputmode="${inputmode}"`;
  return field(
    given,
    label,
    (marks) =>
      html`<input
        id="${name}"
        name="${name}"
        type="${type}"
        value="${value}"
        autocomplete="${autocomplete}"
        class="${isShort ? 'short' : ''}"
        ${raw(mode)}
        ${raw(marks)}
      />`,
  );
}

interface TextArea extends Omit<TextField, 'type' | 'inputmode' | 'isShort'> {
  rows?: number;
  /** The language of what is written in it, if it is not that of the page. */
  language?: Pick<Catalog, 'tag' | 'direction'>;
}

export function textArea(given: TextArea): Markup {
  const { name, label, value = '', rows = 4, autocomplete, language } = given;
  const fill = autocomplete === undefined ? '' : `autocomplete="${autocomplete}"`;
  const written = marksOf(language);
  const control = (described: string) => {
    const marks = `${fill} ${described} ${written}`;
    return html`<textarea id="${name}" name="${name}" rows="${rows}" ${raw(marks)}>${raw('\n')}${value}</textarea>`;
  };
  return field(given, label, control);
}

interface Choice extends Omit<TextField, 'type' | 'autocomplete' | 'inputmode' | 'isShort'> {
  options: ChoiceOption[];
}

/** One of the options of a choice. */
export interface ChoiceOption {
  value: string;
  label: string;
  /** The label's language, if it is not that of the page. */
  language?: Pick<Catalog, 'tag' | 'direction'> | undefined;
}

export function choiceField(given: Choice): Markup {
  const { name, label, value = '', options } = given;
  const option = (one: ChoiceOption) => {
    const marks = `${marksOf(one.language)}${one.value === value ? ' selected' : ''}`.trim();
    return marks === ''
      ? html`<option value="${one.value}">${one.label}</option>`
      : html`<option value="${one.value}" ${raw(marks)}>${one.label}</option>`;
  };
  return field(
    given,
    label,
    (marks) =>
      html`<select id="${name}" name="${name}" ${raw(marks)}>
        ${options.map(option)}
      </select>`,
  );
}

function marksOf(language: Pick<Catalog, 'tag' | 'direction'> | undefined): string {
  return language === undefined ? '' : `lang="${language.tag}" dir="${language.direction}"`;
}

function field(
  { name, hint, errors = [] }: Pick<TextField, 'name' | 'hint' | 'errors'>,
  label: string,
  control: (marks: string) => Markup,
): Markup {
  const wrong = errors.find(({ at }) => at === name);
  const described = [...(hint ? [`${name}-hint`] : []), ...(wrong ? [`${name}-error`] : [])].join(' ');
  const marks = `${described === '' ? '' : `aria-describedby="${described}"`}${wrong ? ' aria-invalid="true"' : ''}`;
  return html`<div class="field">
    <label for="${name}">${label}</label>
    ${hint ? html`<p class="hint" id="${name}-hint">${hint}</p>` : ''}
    ${wrong ? html`<p class="error" id="${name}-error">${wrong.message}</p>` : ''} ${control(marks)}
  </div>`;
}

interface Checkbox extends Pick<TextField, 'name' | 'label' | 'hint'> {
  /** By default, the name. Several boxes with one name need it. */
  id?: string;
  /** What is sent if it is checked. */
  value: string;
  isChecked: boolean;
}

/** A checkbox with its label, and a hint if there is one. */
export function checkboxField({ name, id = name, label, hint, value, isChecked }: Checkbox): Markup {
  const marks = `${hint ? `aria-describedby="${id}-hint"` : ''}${isChecked ? ' checked' : ''}`;
  return html`<div class="field">
    <p class="tick">
      <input type="checkbox" id="${id}" name="${name}" value="${value}" ${raw(marks)} />
      <label for="${id}">${label}</label>
    </p>
    ${hint ? html`<p class="hint" id="${id}-hint">${hint}</p>` : ''}
  </div>`;
}

interface Radios extends Pick<TextField, 'name' | 'label' | 'value' | 'errors'> {
  /** Each with a line of help, if there is one. */
  options: { value: string; label: string; hint?: string | undefined }[];
}

/** One of a few options, all of them in view. */
export function radioField({ name, label, value, options, errors = [] }: Radios): Markup {
  const wrong = errors.find(({ at }) => at === name);
  const option = (one: Radios['options'][number], index: number) => {
    const id = index === 0 ? name : `${name}-${index}`;
    const marks = `${one.hint ? `aria-describedby="${id}-hint"` : ''}${one.value === value ? ' checked' : ''}`;
    return html`<label
        ><input type="radio" id="${id}" name="${name}" value="${one.value}" ${raw(marks)} />${one.label}</label
      >
      ${one.hint ? html`<p class="hint" id="${id}-hint">${one.hint}</p>` : ''}`;
  };
  return html`<fieldset ${raw(wrong ? `aria-describedby="${name}-error"` : '')}>
    <legend>${label}</legend>
    ${wrong ? html`<p class="error" id="${name}-error">${wrong.message}</p>` : ''} ${options.map(option)}
  </fieldset>`;
}
