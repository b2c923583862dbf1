import { randomUUID } from 'node:crypto';
import { timeInWords } from '@heart-survey/shared/dates';
import { html } from 'hono/html';
import { choiceField, textArea } from '../pages/fields.ts';
import type { Markup } from '../pages/page.ts';
import { maxNote, type Note } from '../work/work.ts';
import { planPath } from './paths.ts';
import type { PlanPage } from './plan-page.ts';
import { checkInWords } from './words.ts';

/** The check-ins and notes on a plan. */
export function notesSection(page: PlanPage): Markup {
  const { plan, region, notes, errors = [], typed = {} } = page;
  return html`<h2>Check-ins and notes</h2>
    ${
      notes.length === 0
        ? html`<p class="empty">No notes yet. Write down what you found out, agreed on, or tried.</p>`
        : html`<ul class="notes">
            ${notes.map((note) => oneNote(page, note))}
          </ul>`
    }
    <form method="post" action="${planPath(region.department, plan)}/notes">
      <input type="hidden" name="id" value="${randomUUID()}" />
      ${
        plan.stage === 'agreed'
          ? choiceField({
              name: 'state',
              label: 'How is the plan going?',
              value: typed['state'] ?? '',
              options: [
                { value: '', label: 'Just a note' },
                ...Object.entries(checkInWords).map(([value, label]) => ({ value, label })),
              ],
              errors,
            })
          : ''
      }
      ${textArea({
        name: 'note',
        label: 'Add a note',
        value: typed['note'] ?? '',
        rows: 3,
        hint: `Up to ${maxNote.toLocaleString('en-US')} characters. Leave out names and case numbers of clients. Do not name an employee as the cause of a problem.`,
        errors,
      })}
      <button>Add</button>
    </form>`;
}

function oneNote({ plan, region, readerId, mayEraseAll, checkIns }: PlanPage, note: Note): Markup {
  const { id, personId, name, at, text } = note;
  const when = timeInWords(at, region.department.zone);
  const state = checkIns.get(id);
  return html`<li>
    <p class="quiet">${name}, ${when}</p>
    ${state === undefined ? '' : html`<p><b>${checkInWords[state]}</b></p>`}
    ${text === null ? html`<p class="quiet">This note was erased.</p>` : html`<p class="written">${text}</p>`}
    ${
      text !== null && (mayEraseAll || personId === readerId)
        ? html`<form method="post" action="${planPath(region.department, plan)}/notes/${id}/erasure">
            <button class="second">Erase<span class="vh"> the note by ${name}, ${when}</span></button>
          </form>`
        : ''
    }
  </li>`;
}
