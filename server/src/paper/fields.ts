import { items, type Item } from '@heart-survey/shared/items';
import { enForm } from '@heart-survey/shared/languages/en';
import { catalogs } from '@heart-survey/shared/languages/languages';
import { html, raw } from 'hono/html';
import { groupName, type CustomerGroup } from '../org/org.ts';
import { choiceField, textArea, textField, type ChoiceOption, type FieldError } from '../pages/fields.ts';
import type { Markup } from '../pages/page.ts';
import type { Typed } from './entry.ts';

interface PaperFields {
  typed: Typed;
  errors: FieldError[];
  /** The tags of the languages to choose from. */
  languages: string[];
  /** The customer groups to choose from. The form does not ask if there are none. */
  groups: CustomerGroup[];
  /** `2026-10-03`: the date until another one was typed; empty for none. */
  today: string;
  /** Whether the first rating has the focus, so that the next form can be typed at once. */
  hasFocus: boolean;
}

/** The fields of a form for entering one paper form. */
export function paperFields({ typed, errors, languages, groups, today, hasFocus }: PaperFields): Markup {
  return html`<div class="fields">
      ${textField({ name: 'date', label: 'Date on the form', value: typed.date || today, type: 'date', isShort: true, errors })}
      ${choiceField({
        name: 'language',
        label: 'Language of the form',
        value: typed.language,
        options: [
          { value: '', label: 'Unknown' },
          ...languages.map((tag) => ({ value: tag, label: catalogs[tag]?.name ?? tag, language: catalogs[tag] })),
        ],
      })}
    </div>
    ${ratingFields(typed.ratings, errors, hasFocus)} ${groups.length === 0 ? '' : groupField(groups, typed.group)}
    ${textArea({
      name: 'comment',
      label: 'Comment',
      value: typed.comment,
      hint: 'Copy it word for word, but leave out client names and case numbers.',
      errors,
    })}`;
}

/** The customer group that is checked on the form. */
function groupField(groups: CustomerGroup[], value: string): Markup {
  return choiceField({
    name: 'group',
    label: 'Customer group',
    value,
    options: [{ value: '', label: 'Not given' }, ...groupOptions(groups, enForm.tag)],
  });
}

/** The groups to choose from, with the languages of names that are not in English. @param tag the language to show them in. */
export function groupOptions(groups: CustomerGroup[], tag: string): ChoiceOption[] {
  return groups.map(({ code, names }) => {
    const shown = groupName(names, tag);
    const language = shown.tag === enForm.tag ? undefined : catalogs[shown.tag];
    return { value: code, label: shown.name, language };
  });
}

/** The six ratings of a paper form, one digit each. */
export function ratingFields(ratings: Record<Item, string>, errors: FieldError[], hasFocus: boolean): Markup {
  const digit = (item: Item, index: number) => {
    const isWrong = errors.some(({ at }) => at === item);
    return html`<div class="digit">
      <label for="${item}">${enForm.items[item].word}</label>
      <input
        id="${item}"
        name="${item}"
        value="${ratings[item]}"
        inputmode="numeric"
        maxlength="1"
        autocomplete="off"
        aria-describedby="${item}-hint digits"
        ${raw(isWrong ? 'aria-invalid="true"' : '')}
        ${raw(index === 0 && hasFocus ? 'autofocus' : '')}
      />
      <small id="${item}-hint">${enForm.items[item].statement}</small>
    </div>`;
  };
  return html`<fieldset>
    <legend>The six statements</legend>
    <p class="hint" id="digits">
      Enter one digit for each: 1 is strongly disagree, 5 is strongly agree. Leave skipped statements blank. Press Tab
      for the next field, and Enter to save.
    </p>
    <div class="digits">${items.map(digit)}</div>
  </fieldset>`;
}
