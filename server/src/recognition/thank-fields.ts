import { heart } from '@heart-survey/shared/heart';
import { en } from '@heart-survey/shared/languages/en';
import { catalogs, isLanguage } from '@heart-survey/shared/languages/languages';
import { html, raw } from 'hono/html';
import type { Comment } from '../comments/comments.ts';
import { textArea, textField, type FieldError } from '../pages/fields.ts';
import type { Markup } from '../pages/page.ts';
import { chosenPeople, maxLine, offered, type Directory, type ThankForm } from './thank-form.ts';
import { sentencesOf } from './quoted.ts';

// The fields of a thank-you's form.

interface Fields {
  comment: Comment;
  directory: Directory;
  choice: ThankForm;
  errors?: FieldError[];
}

interface Boxes {
  name: string;
  legend: string;
  hint?: string;
  errors?: FieldError[] | undefined;
  boxes: { value: string; label: Markup | string; isOn: boolean }[];
  /** In place of the boxes, if there are none. */
  none?: string;
  /** Below the boxes. */
  more?: Markup;
}

/** A group of checkboxes, with what is wrong with them. */
function boxes({ name, legend, hint, errors = [], boxes, none = '', more }: Boxes): Markup {
  const own = errors.filter(({ at }) => at === name);
  const described = [...(hint ? [`${name}-hint`] : []), ...(own.length > 0 ? [`${name}-error`] : [])].join(' ');
  const group = described === '' ? '' : `aria-describedby="${described}"`;
  const box = ({ value, label, isOn }: Boxes['boxes'][number], index: number) => {
    const marks = `${isOn ? ' checked' : ''}${own.length > 0 ? ' aria-invalid="true"' : ''}`;
    return html`<label class="tick"
      ><input
        type="checkbox"
        id="${index === 0 ? name : `${name}-${index}`}"
        name="${name}"
        value="${value}"
        ${raw(marks)}
      /><span>${label}</span></label
    >`;
  };
  return html`<fieldset ${raw(group)}>
    <legend>${legend}</legend>
    ${hint ? html`<p class="hint" id="${name}-hint">${hint}</p>` : ''}
    ${own.length === 0 ? '' : html`<div id="${name}-error">${own.map(({ message }) => html`<p class="error">${message}</p>`)}</div>`}
    ${
      boxes.length === 0
        ? html`<p class="hint" id="${name}" tabindex="-1" role="status">${none}</p>`
        : html`<div class="boxes">${boxes.map(box)}</div>`
    }
    ${more ?? ''}
  </fieldset>`;
}

/** Who to thank: people, or a team. */
export function peopleFields({ comment, directory, choice, errors = [] }: Fields): Markup {
  const people = offered(comment.comment, choice, directory);
  const labelOf = ({ name, email }: (typeof people)[number]) =>
    email === null
      ? html`<bdi>${name}</bdi> <small>no email address in the directory</small>`
      : html`<bdi>${name}</bdi>`;
  const none =
    choice.search === ''
      ? 'We found no employee’s name in this comment. Search by name below.'
      : `No results for “${choice.search}”.`;
  const search = html`${textField({ name: 'search', label: 'Search by name', value: choice.search, type: 'search' })}
    <button class="second" name="do" value="search">Search</button>`;
  return html`${boxes({
    name: 'people',
    legend: 'Who to thank',
    errors,
    boxes: people.map((one) => {
      return { value: String(one.id), label: labelOf(one), isOn: choice.people.includes(one.id) };
    }),
    none,
    more: search,
  })}
  ${directory.teams.length === 0 ? '' : teamField(choice, directory, errors)}`;
}

function teamField({ team }: ThankForm, directory: Directory, errors: FieldError[]): Markup {
  const wrong = errors.find(({ at }) => at === 'team');
  const option = ({ id, name }: Directory['teams'][number]) => {
    const { length } = chosenPeople({ people: [], team: id }, directory);
    const emails = length === 1 ? '1 email' : `${length} emails`;
    return html`<option value="${id}" ${raw(id === team ? 'selected' : '')}>${name} (${emails})</option>`;
  };
  return html`<div class="field">
    <label for="team">Or thank a team</label>
    <p class="hint" id="team-hint">Each member gets the email, instead of the people chosen above.</p>
    ${wrong ? html`<p class="error" id="team-error">${wrong.message}</p>` : ''}
    <select
      id="team"
      name="team"
      aria-describedby="team-hint${wrong ? ' team-error' : ''}"
      ${raw(wrong ? 'aria-invalid="true"' : '')}
    >
      <option value="">None</option>
      ${directory.teams.map(option)}
    </select>
  </div>`;
}

/** What is left out of the quote. */
export function wordsFields({ comment, choice, errors = [] }: Fields): Markup {
  const { language } = comment;
  const marks = isLanguage(language) ? `lang="${language}" dir="${catalogs[language]!.direction}"` : 'dir="auto"';
  return html`${boxes({
    name: 'sentences',
    legend: 'Leave out of the quote',
    hint: 'What you leave out is shown as […]. The rest stays word for word.',
    errors,
    boxes: sentencesOf(comment.comment, language).map(({ shown }, index) => ({
      value: String(index),
      label: html`<bdi ${raw(marks)}>${shown}</bdi>`,
      isOn: choice.sentences.includes(index),
    })),
  })}
  ${textArea({
    name: 'words',
    label: 'Also leave out these words (optional)',
    value: choice.words,
    rows: 2,
    hint: 'For example, a child’s name. Enter one word or phrase per line, spelled as in the comment.',
    errors,
  })}`;
}

/** The letters of HEART that the thank-you is about. */
export function letterFields({ choice }: Fields): Markup {
  return html`<div class="letters">
    ${boxes({
      name: 'letters',
      legend: 'What the thank-you is about',
      hint: 'We selected the statements that the customer rated 4 or 5. Change them to fit the comment.',
      boxes: heart.map(({ letter, item }) => {
        return { value: letter, label: en.items[item].word, isOn: choice.letters.includes(letter) };
      }),
    })}
  </div>`;
}

/** The sender's own words: one line, as the email has them. */
export const lineField = ({ choice, errors = [] }: Fields): Markup =>
  textField({
    name: 'line',
    label: 'Your own words (optional)',
    value: choice.line,
    hint: `Up to ${maxLine} characters. Do not reveal who the customer is.`,
    errors,
  });
