import { monthsInWords, timeInWords } from '@heart-survey/shared/dates';
import type { Quarter } from '@heart-survey/shared/quarters';
import { html } from 'hono/html';
import type { PageContent } from '../console/console.ts';
import type { Department } from '../org/org.ts';
import { errorSummary, successMessage, textField, type FieldError } from '../pages/fields.ts';
import type { Markup } from '../pages/page.ts';
import { quarterField } from '../pages/quarter-field.ts';
import { reasonField } from '../pages/reason.ts';
import { basedOnInWords, changeInWords, stateCell } from './list-page.ts';
import { amountInWords, areaNames, measureInWords, targetInWords } from './measures.ts';
import { notePath, standardPath, standardsPath } from './paths.ts';
import { standardsLabel } from './setup-pages.ts';
import type { StandardStates } from './states.ts';

/** A value as it was typed. */
export interface TypedValue {
  /** Made with the form, so that sending it twice enters one value. */
  id: string;
  quarter: string;
  value: string;
  basedOn: string;
  note: string;
}

interface StandardPage extends StandardStates {
  department: Department;
  /** The latest first. */
  quarters: Quarter[];
  now: number;
  /** The form for a value; undefined if it is not entered by hand, or not by this person. */
  form: { typed: TypedValue; quarters: Quarter[] } | undefined;
  errors: FieldError[];
  notice: string | undefined;
}

const notices = { entered: 'The figure was saved.', noted: 'The note was saved.' };

/** One standard: each quarter, and what was entered by hand. */
export function standardPage(page: StandardPage): PageContent {
  const { department, standard, quarters, states, changed, values, form, errors, notice, now } = page;
  const rows = quarters.flatMap((quarter, index) =>
    states[index] === undefined
      ? []
      : [{ quarter, state: states[index], on: changeInWords(department, changed[index]) }],
  );
  return {
    title: 'Service standard',
    sub: html`${department.name} · <a href="${standardsPath(department)}">All standards</a>`,
    current: standardsLabel,
    hasProblem: errors.length > 0,
    main: [
      errorSummary(errors),
      errors.length > 0 ? '' : successMessage(notice, notices),
      html`<p class="written">${standard.text}</p>`,
      html`<dl class="facts">
        <dt>About</dt>
        <dd>${areaNames[standard.area]}</dd>
        <dt>Measured by</dt>
        <dd>${measureInWords(standard)}</dd>
        <dt>Met if</dt>
        <dd>${targetInWords(standard)}</dd>
        <dt>Counts for</dt>
        <dd>${standard.departmentId === null ? 'The whole agency' : department.name}</dd>
      </dl>`,
      html`<div class="scroll" tabindex="0" role="region" aria-label="Each quarter">
        <table class="standard">
          <caption class="vh">
            Each quarter, latest first
          </caption>
          <thead>
            <tr>
              <th scope="col">Quarter</th>
              <th scope="col">Status</th>
            </tr>
          </thead>
          <tbody>
            ${rows.map(
              ({ quarter, state, on }) =>
                html`<tr>
                  <th scope="row">${monthsInWords(quarter)}${quarter.end > now ? html`<small>so far</small>` : ''}</th>
                  ${stateCell(standard, state, on)}
                </tr>`,
            )}
          </tbody>
        </table>
      </div>`,
      form === undefined ? '' : valueForm(page, form),
      values.length === 0 ? '' : history(page),
    ],
  };
}

function valueForm(
  { department, standard, errors }: StandardPage,
  { typed, quarters }: NonNullable<StandardPage['form']>,
): Markup {
  return html`<h2>Enter a figure</h2>
    <form method="post" action="${standardPath(department, standard.id)}/values">
      <input type="hidden" name="id" value="${typed.id}" />
      ${quarterField(quarters, { id: typed.quarter })}
      ${textField({
        name: 'value',
        label: `Figure, in ${standard.of}`,
        value: typed.value,
        hint: 'A number with at most two decimals.',
        isShort: true,
        errors,
      })}
      ${textField({
        name: 'basedOn',
        label: 'Based on how many (optional)',
        value: typed.basedOn,
        inputmode: 'numeric',
        hint: 'The number of people, cases or measurements behind the figure. If it is 1 to 10, the figure stays inside your department. A correction after the close is shown outside only if this number is known and changes by 11 or more. If you do not know it, do not enter a figure about 1 to 10 people: the public may see it.',
        isShort: true,
        errors,
      })}
      ${reasonField({
        name: 'note',
        label: 'Note (optional)',
        value: typed.note,
        hint: 'Where the figure comes from. Only your department reads it.',
        errors,
      })}
      <button>Save the figure</button>
    </form>
    <p class="quiet">
      The figure that was entered last counts. People outside your department see it once the quarter is closed. If you
      correct it after that, they see the date of the change. They see the new figure only if you entered how many
      people, cases or measurements both are based on, and those counts differ by 11 or more. Otherwise they keep the
      old figure, because the difference could show what a few people said. A published quarter keeps its figure until
      you publish it again.
    </p>`;
}

/** What was entered, the last value first. */
function history({ department, standard, values, form }: StandardPage): Markup {
  return html`<h2>What was entered</h2>
    <ol class="notes values" reversed>
      ${values.map(
        ({ id, quarter, value, basedOn, note, at, name }) =>
          html`<li>
            <p>
              ${monthsInWords({ id: quarter })}: ${amountInWords(standard, value)}<small
                >${basedOnInWords(basedOn)}</small
              ><small>${name}, ${timeInWords(at, department.zone)}</small>
            </p>
            ${note === null ? '' : html`<p class="written">${note}</p>`}
            ${
              form === undefined || note === null
                ? ''
                : html`<p>
                    <a href="${notePath(department, standard.id, id)}"
                      >Correct the note<span class="vh"> on ${monthsInWords({ id: quarter })}</span></a
                    >
                  </p>`
            }
          </li>`,
      )}
    </ol>`;
}

interface NotePage {
  department: Department;
  standard: StandardStates['standard'];
  value: StandardStates['values'][number];
  /** As it was typed. */
  note: string;
  errors: FieldError[];
}

/** Corrects or removes the note on a figure. The figure itself stays. */
export function notePage({ department, standard, value, note, errors }: NotePage): PageContent {
  return {
    title: 'Correct the note',
    sub: html`${monthsInWords({ id: value.quarter })}: ${amountInWords(standard, value.value)}`,
    current: standardsLabel,
    hasProblem: errors.length > 0,
    main: [
      errorSummary(errors),
      html`<p class="written">${standard.text}</p>`,
      html`<form method="post" action="${notePath(department, standard.id, value.id)}">
        <input type="hidden" name="seen" value="${value.note ?? ''}" />
        ${reasonField({
          name: 'note',
          label: 'Note',
          value: note,
          hint: 'It replaces the old note, which is not kept. Leave it blank to remove the note. Only your department reads it.',
          errors,
        })}
        <div class="actions">
          <button>Save</button>
          <a href="${standardPath(department, standard.id)}">Cancel</a>
        </div>
      </form>`,
    ],
  };
}
