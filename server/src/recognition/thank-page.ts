import { dayInWords } from '@heart-survey/shared/dates';
import { heart } from '@heart-survey/shared/heart';
import { en } from '@heart-survey/shared/languages/en';
import { html, raw } from 'hono/html';
import { origin, quote, ratingList, type Comment } from '../comments/comments.ts';
import type { PageContent } from '../console/console.ts';
import { errorSummary, textArea, textField, type FieldError } from '../pages/fields.ts';
import type { Markup } from '../pages/page.ts';
import { maxLine, offered, type ThankForm, type Directory } from './thank-form.ts';
import { queuePath, thankPath } from './paths.ts';
import type { Recognition } from './queries.ts';
import { inHand } from './queue-page.ts';
import { sentencesOf } from './quoted.ts';
import { recognitionLabel } from './views.ts';

/** What the pages about one comment show. */
export interface ThankPage {
  comment: Comment;
  recognition: Recognition | undefined;
  directory: Directory;
  choice: ThankForm;
  errors?: FieldError[];
}

/** The form of a thank-you for a comment. */
export function thankPage(page: ThankPage): PageContent {
  const { comment, recognition, errors = [] } = page;
  const { department } = comment.region;
  return {
    ...headingOf(comment),
    hasProblem: errors.length > 0,
    main: [
      errorSummary(errors),
      html`<div class="one-comment">
        ${quote(comment.shown, comment.language)} ${ratingList(comment)} ${inHand(recognition, department)}
      </div>`,
      html`<form class="thank" method="post" action="${thankPath(department, comment.id)}">
        <input type="hidden" name="send" value="${page.choice.send}" />
        ${peopleFields(page)} ${wordsFields(page)} ${letterFields(page)} ${lineField(page)}
        <div class="actions">
          <button name="do" value="preview">Preview the email</button>
          <a href="${queuePath(department)}">Cancel</a>
        </div>
      </form>`,
    ],
  };
}

/** The title of the pages about one comment. */
export function headingOf(comment: Comment): Pick<PageContent, 'title' | 'sub' | 'current'> {
  const { department } = comment.region;
  return {
    title: 'Send a thank-you',
    sub: `${dayInWords(comment.receivedAt, department.zone)} · ${origin(comment)}`,
    current: recognitionLabel,
  };
}

interface Box {
  name: string;
  value: string;
  label: Markup | string;
  isOn: boolean;
  id?: string | undefined;
}

function box({ name, value, label, isOn, id }: Box, index: number): Markup {
  const marks = `${isOn ? ' checked' : ''} id="${index === 0 ? (id ?? name) : `${id ?? name}-${index}`}"`;
  return html`<label class="tick"
    ><input type="checkbox" name="${name}" value="${value}" ${raw(marks)} /><span>${label}</span></label
  >`;
}

const problemAt = (errors: FieldError[] = [], name: string) =>
  errors.filter(({ at }) => at === name).map(({ message }) => html`<p class="error">${message}</p>`);

function peopleFields({ comment, directory, choice, errors }: ThankPage): Markup {
  const people = offered(comment.comment, choice, directory);
  const { teams } = directory;
  const labelOf = ({ name, email }: (typeof people)[number]) =>
    email === null ? html`${name} <small>no email address in the directory</small>` : name;
  return html`<fieldset>
      <legend>Who to thank</legend>
      ${problemAt(errors, 'people')}
      ${
        people.length === 0
          ? html`<p class="hint" id="people">No name in the comment is in the directory. Search for one below.</p>`
          : people.map((one, index) =>
              box(
                {
                  name: 'people',
                  value: String(one.id),
                  label: labelOf(one),
                  isOn: choice.people.includes(one.id),
                },
                index,
              ),
            )
      }
      ${textField({ name: 'search', label: 'Search by name', value: choice.search, type: 'search', errors: errors ?? [] })}
      <button class="second" name="do" value="search">Search</button>
    </fieldset>
    ${teams.length === 0 ? '' : teamField(choice, directory, errors)}`;
}

function teamField({ team }: ThankForm, { teams }: Directory, errors: FieldError[] = []): Markup {
  const option = ({ id, name, memberIds }: Directory['teams'][number]) => {
    const isOn = id === team ? raw(' selected') : '';
    const members = memberIds.length === 1 ? '1 member' : `${memberIds.length} members`;
    return html`<option value="${id}" ${isOn}>${name} (${members})</option>`;
  };
  return html`<div class="field">
    <label for="team">Or a team</label>
    <p class="hint" id="team-hint">Each member gets the email.</p>
    ${problemAt(errors, 'team')}
    <select id="team" name="team" aria-describedby="team-hint">
      <option value="">No team</option>
      ${teams.map(option)}
    </select>
  </div>`;
}

function wordsFields({ comment, choice, errors = [] }: ThankPage): Markup {
  const sentences = sentencesOf(comment.comment, comment.language);
  return html`<fieldset>
      <legend>Leave out of the quote</legend>
      <p class="hint">What you leave out is shown as […]. The rest stays word for word.</p>
      ${problemAt(errors, 'sentences')}
      ${sentences.map(({ shown }, index) =>
        box(
          {
            name: 'sentences',
            value: String(index),
            label: html`<bdi>${shown}</bdi>`,
            isOn: choice.sentences.includes(index),
          },
          index,
        ),
      )}
    </fieldset>
    ${textArea({
      name: 'words',
      label: 'Also leave out these words (optional)',
      value: choice.words,
      rows: 2,
      hint: 'For example the name of a child. One per line, as they are written in the comment.',
      errors,
    })}`;
}

function letterFields({ choice }: ThankPage): Markup {
  return html`<fieldset>
    <legend>What the thank-you is about</legend>
    <p class="hint">The statements that were rated 4 or 5 are chosen. Change them to fit the comment.</p>
    <div class="letters">
      ${heart.map(({ letter, item }, index) =>
        box(
          { name: 'letters', value: letter, label: en.items[item].word, isOn: choice.letters.includes(letter) },
          index,
        ),
      )}
    </div>
  </fieldset>`;
}

const lineField = ({ choice, errors = [] }: ThankPage) =>
  textArea({
    name: 'line',
    label: 'Your own words (optional)',
    value: choice.line,
    rows: 3,
    hint: `Up to ${maxLine} characters. Do not write who the customer is.`,
    errors,
  });
