import { dayFrom, isoDay, timeInWords } from '@heart-survey/shared/dates';
import { html } from 'hono/html';
import { radioField, textArea, textField } from '../pages/fields.ts';
import { maxReason } from '../pages/reason.ts';
import type { Markup } from '../pages/page.ts';
import type { CasePage } from './case-page.ts';
import type { CaseDanger } from './detail-queries.ts';
import { casePath } from './paths.ts';
import { versionField } from './steps-section.ts';

/** What was done about each report of danger. An open one comes before everything else on the page. */
export function dangerSection(page: CasePage): Markup | '' {
  const { dangers } = page;
  if (dangers.length === 0) return '';
  const open = dangers.filter(({ outcome }) => outcome === null);
  // One form at a time, because each has the same fields.
  const section = (one: CaseDanger) =>
    one.outcome !== null ? ended(page, one) : one === open[0] ? openDanger(page, one, open.length - 1) : '';
  return html`${dangers.map(section)}`;
}

function openDanger(page: CasePage, { id, raisedAt, raisedBy }: CaseDanger, more: number): Markup {
  const { file, department, people, errors = [], typed = {} } = page;
  const by =
    raisedBy === null
      ? 'Words in it may describe danger or abuse.'
      : `On ${timeInWords(raisedAt, department.zone)}, ${people.get(raisedBy) ?? 'someone'} marked it as danger or abuse.`;
  return html`<section class="call" aria-labelledby="danger">
    <h2 id="danger">May describe danger or abuse</h2>
    <p>${by} If someone is in danger now, call 911 first. Then enter what was done.</p>
    ${more === 0 ? '' : html`<p>It was reported ${more === 1 ? 'once more' : `${more} more times`}: see the history. Each has a form of its own, one after another.</p>`}
    <form method="post" action="${casePath(file.reference)}/dangers/${id}">
      ${versionField(page)}
      ${radioField({
        name: 'danger-outcome',
        label: 'What was done',
        value: typed['danger-outcome'] ?? '',
        options: [
          { value: 'reported', label: 'It was reported' },
          { value: 'not reportable', label: 'It is not reportable' },
        ],
        errors,
      })}
      ${textField({
        name: 'danger-on',
        label: 'Date',
        type: 'date',
        value: typed['danger-on'] ?? isoDay(page.now, department.zone),
        isShort: true,
        errors,
      })}
      ${textArea({
        name: 'danger-text',
        label: 'Reported to whom, or why it is not reportable',
        value: typed['danger-text'] ?? '',
        rows: 3,
        hint: `${maxReason} characters or fewer.`,
        errors,
      })}
      <button>Save what was done</button>
    </form>
  </section>`;
}

function ended({ people }: CasePage, { outcome, outcomeOn, outcomeText, outcomeBy }: CaseDanger): Markup {
  const day = dayFrom(outcomeOn ?? '')?.inWords ?? '';
  const by = people.get(outcomeBy ?? '') ?? 'someone';
  return html`<div class="aside">
    <p>
      <b>Danger or abuse:</b> ${outcome === 'reported' ? 'reported' : 'not reportable'} on ${day}, entered by ${by}.
    </p>
    ${outcomeText === null ? '' : html`<p class="written">${outcomeText}</p>`}
  </div>`;
}
