import { timeInWords } from '@heart-survey/shared/dates';
import { interviewTexts } from '@heart-survey/shared/interview/interview';
import { items, type Item } from '@heart-survey/shared/items';
import { enForm } from '@heart-survey/shared/languages/en';
import { html, raw } from 'hono/html';
import type { PageContent } from '../console/console.ts';
import type { CustomerGroup, Region } from '../org/org.ts';
import { choices, type Chooser } from './chooser.ts';
import { choiceField, errorSummary, successMessage, textArea, type FieldError } from '../pages/fields.ts';
import type { Markup } from '../pages/page.ts';
import { groupOptions } from '../paper/paper.ts';
import { nameOf } from '../survey/survey.ts';
import type { Answers } from './entry.ts';
import { interviewsPath } from './paths.ts';
import type { interviewsToday } from './queries.ts';

export interface ScriptPage extends Chooser {
  region: Region;
  /** The customer groups to ask about; empty if the department does not ask. */
  groups: CustomerGroup[];
  answers: Answers;
  /** The id of the next response. A form that is sent twice counts once. */
  id: string;
  errors: FieldError[];
  notice: string | undefined;
  /** What the person entered today for this region, the last one first. */
  today: Awaited<ReturnType<typeof interviewsToday>>;
}

export const notices = {
  stored: 'Saved. You can start the next interview.',
  known:
    'That interview was already saved. It was counted only once. Enter it again only if another customer gave the same answers.',
  undone: 'The interview was removed and no longer counts. Enter it again if you want to correct it.',
  'not-undone': 'The interview could not be removed. Its quarter is closed, or it was already removed.',
};

/** What to read aloud, with a field for each answer. */
export function scriptPage(page: ScriptPage): PageContent {
  const { department, region, errors, notice } = page;
  return {
    title: `Telephone interview for ${region.name}`,
    current: 'Telephone interviews',
    hasProblem: errors.length > 0,
    sub: html`${department.name}. Each interview counts in the current quarter. Names and phone numbers are not kept.`,
    main: [
      errorSummary(errors),
      // The first field has the focus, and its description.
      html`<div id="notice">${errors.length === 0 ? successMessage(notice, notices) : ''}</div>`,
      script(page),
      todayTable(page),
    ],
  };
}

// Enter presses the first button of a form.
const savesOnEnter = html`<button class="vh" tabindex="-1" aria-hidden="true">Save interview</button>`;

function script(page: ScriptPage): Markup {
  const { department, text, languages, groups, answers, id, errors } = page;
  const say = interviewTexts(text);
  const aloud = (words: string | Markup) =>
    html`<p class="aloud" lang="${text.tag}" dir="${text.direction}">${words}</p>`;
  const [low, , , , high] = text.scale;
  return html`<form method="post" action="${interviewsPath(department)}" class="interview">
    <input type="hidden" name="id" value="${id}" />
    ${savesOnEnter}
    <div class="fields chooser">
      ${choices(page)}
      <button name="do" value="change" class="second">Change</button>
    </div>
    <p class="hint">
      Read the text in the boxes aloud. Enter one digit for each answer, and leave skipped statements blank. Press Tab
      for the next field, and Enter to save.
    </p>
    ${aloud(say.opening.replace('{department}', department.name))}
    <details>
      <summary>If they do not want to answer</summary>
      ${aloud(say.declined)}
    </details>
    <fieldset>
      <legend>The six statements</legend>
      ${aloud(say.scale.replace('{low}', low).replace('{high}', high))}
      <ol class="spoken">
        ${items.map((item, index) => spoken(page, item, index))}
      </ol>
      <details>
        <summary>What each number means</summary>
        <ol class="aloud" lang="${text.tag}" dir="${text.direction}">
          ${text.scale.map((words) => html`<li>${words}</li>`)}
        </ol>
      </details>
    </fieldset>
    ${aloud(department.notice === null ? text.notice : nameOf(department.notice, text, languages))}
    ${aloud(text.comment)}
    ${textArea({
      name: 'comment',
      label: 'Comment',
      value: answers.comment,
      language: text,
      errors,
      hint: 'Write what they say, word for word, but leave out names of clients and case numbers. If they tell you about abuse or danger, follow your department’s rules for reporting it.',
    })}
    ${
      groups.length === 0
        ? ''
        : html`${aloud(text.group)}
          ${choiceField({
            name: 'group',
            label: 'Customer group',
            value: answers.group,
            options: [{ value: '', label: text.noGroup, language: text }, ...groupOptions(groups, text.tag)],
          })}`
    }
    ${aloud(say.closing)}
    <div class="actions"><button>Save interview</button></div>
  </form>`;
}

function spoken({ text, answers, errors }: ScriptPage, item: Item, index: number): Markup {
  const wrong = errors.find(({ at }) => at === item);
  const isFirst = index === 0 && errors.length === 0;
  const marks = wrong
    ? `aria-invalid="true" aria-describedby="${item}-error"`
    : isFirst
      ? 'autofocus aria-describedby="notice"'
      : '';
  return html`<li>
    <label for="${item}" lang="${text.tag}" dir="${text.direction}">${text.items[item].statement}</label>
    <input
      id="${item}"
      name="${item}"
      value="${answers.ratings[item]}"
      inputmode="numeric"
      maxlength="1"
      autocomplete="off"
      ${raw(marks)}
    />
    ${wrong ? html`<p class="error" id="${item}-error">${wrong.message}</p>` : ''}
  </li>`;
}

function todayTable({ department, region, today }: ScriptPage): Markup | '' {
  if (today.length === 0) return '';
  const row = ({ response }: ScriptPage['today'][number], index: number) =>
    html`<tr>
      <th scope="row">${timeInWords(response.receivedAt, department.zone).split(', ').at(-1)}</th>
      ${items.map((item) => html`<td class="number">${response[item] ?? '–'}</td>`)}
      <td>${response.comment === null ? 'No' : 'Yes'}</td>
      <td>
        <a href="${interviewsPath(department)}/${response.id}/removal"
          >Remove<span class="vh"> interview ${today.length - index}</span></a
        >
      </td>
    </tr>`;
  return html`<h2>Your interviews today</h2>
    <div class="scroll" tabindex="0" role="region" aria-label="Your interviews today">
      <table>
        <caption class="vh">
          Your interviews for ${region.name} today, the last one first
        </caption>
        <thead>
          <tr>
            <th scope="col">Time</th>
            ${items.map((item) => html`<th scope="col" class="number">${enForm.items[item].word}</th>`)}
            <th scope="col">Comment</th>
            <td></td>
          </tr>
        </thead>
        <tbody>
          ${today.map(row)}
        </tbody>
      </table>
    </div>`;
}
