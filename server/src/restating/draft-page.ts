import { dayFrom, monthsInWords, timeInWords } from '@heart-survey/shared/dates';
import { items } from '@heart-survey/shared/items';
import { html } from 'hono/html';
import type { PageContent } from '../console/console.ts';
import type { FlaggedRow } from '../flagged/flagged.ts';
import type { CustomerGroup, Region } from '../org/org.ts';
import { errorSummary, successMessage } from '../pages/fields.ts';
import type { Markup } from '../pages/page.ts';
import type { Typed } from '../paper/paper.ts';
import { wordOf } from '../results/results.ts';
import { correctionSection, exclusionSection, inclusionSection, paperSection } from './add-sections.ts';
import type { StoredResponse } from './change.ts';
import type { Comparison } from './comparison.ts';
import { comparisonTable } from './comparison-table.ts';
import type { Draft, DraftChange } from './draft.ts';
import { restatingPath } from './paths.ts';
import type { Prepared, Refusal } from './prepared.ts';
import type { ExcludedRow } from './queries.ts';
import { erasureLink, refusals, restatingSub, type Place, type Rejected } from './start-page.ts';
import { classWords, kindWords } from './words.ts';

export interface DraftPage extends Place, Rejected {
  draft: Draft;
  prepared: Prepared | Refusal;
  /** Undefined if the quarter cannot be restated. */
  comparison: Comparison | undefined;
  /** The department's regions. */
  regions: Region[];
  /** The tags of the languages of paper forms. */
  languages: string[];
  /** The customer groups that paper forms ask for. */
  groups: CustomerGroup[];
  /** The paper form or the correction that was typed. */
  form: Typed;
  /** The id of the next change. A form that is sent twice adds it once. */
  id: string;
  flagged: FlaggedRow[];
  excluded: ExcludedRow[];
  /** The paper form to be corrected. */
  correcting: StoredResponse | undefined;
  notice: string | undefined;
}

const notices = {
  started: 'You started a restatement. Nothing has changed yet.',
  added: 'Added. It counts once you restate the quarter.',
  known: 'This was already added.',
  removed: 'Removed from this restatement.',
};

/** A restatement that is being prepared: its changes, the figures before and after, and the button. */
export function draftPage(page: DraftPage): PageContent {
  const { quarter, draft, prepared, errors = [], notice } = page;
  return {
    title: `Restate ${monthsInWords(quarter)}`,
    sub: restatingSub(page),
    current: 'Results',
    hasProblem: errors.length > 0,
    main: [
      errorSummary(errors),
      errors.length > 0 ? '' : successMessage(notice, notices),
      head(page),
      ...(typeof prepared === 'string'
        ? [html`<p class="empty">${refusals[prepared]}</p>`]
        : [...sections[draft.row.class](page), changesSection(page), previewSection(page, prepared)]),
      dropForm(page),
      typeof prepared === 'string' ? '' : erasureLink(page),
    ],
  };
}

const sections: Record<Draft['row']['class'], (page: DraftPage) => (Markup | '')[]> = {
  'late paper': (page) => [paperSection(page)],
  exclusion: (page) => [exclusionSection(page)],
  error: (page) => [correctionSection(page), inclusionSection(page)],
  erasure: () => [],
};

function head({ draft, department }: DraftPage): Markup {
  const { row } = draft;
  return html`<dl class="facts">
    <dt>Type</dt>
    <dd>${classWords[row.class]}</dd>
    <dt>Reason</dt>
    <dd>${row.reason}</dd>
    <dt>Started</dt>
    <dd>by ${row.openedByName}, ${timeInWords(row.openedAt, department.zone)}</dd>
  </dl>`;
}

function changesSection({ department, quarter, draft, regions }: DraftPage): Markup {
  const { changes } = draft;
  if (changes.length === 0)
    return html`<h2>Changes</h2>
      <p class="empty">No changes yet.</p>`;
  const remove = ({ row }: DraftChange, index: number) =>
    html`<form method="post" action="${restatingPath(department, quarter)}/removal">
      <input type="hidden" name="change" value="${row.id}" />
      <button class="second">Remove<span class="vh"> change ${index + 1}</span></button>
    </form>`;
  return html`<h2>Changes</h2>
    <div class="scroll" tabindex="0" role="region" aria-label="Changes of this restatement">
      <table>
        <caption class="vh">
          The changes of this restatement, in the order in which they were added
        </caption>
        <thead>
          <tr>
            <th scope="col">Change</th>
            <th scope="col">Response</th>
            <th scope="col">Region</th>
            ${items.map((item) => html`<th scope="col" class="number">${wordOf(item)}</th>`)}
            <th scope="col">Added by</th>
            <td></td>
          </tr>
        </thead>
        <tbody>
          ${changes.map(
            (one, index) =>
              html`<tr>
                ${changeCells(one, regions)}
                <td>${one.row.name}</td>
                <td>${remove(one, index)}</td>
              </tr>`,
          )}
        </tbody>
      </table>
    </div>`;
}

function changeCells({ row, change }: DraftChange, regions: Region[]): Markup {
  if (change === undefined) {
    return html`<th scope="row">${kindWords[row.kind]}</th>
      <td><code>${row.responseId}</code></td>
      <td colspan="7">This change no longer has any effect, because someone else changed or erased the response.</td>`;
  }
  const { region } = change.kind === 'paper form' ? change : change.response;
  const [ratings, response] =
    change.kind === 'paper form'
      ? [change.row, html`Form dated ${dayFrom(change.row.paperDate ?? '')?.inWords ?? 'an unknown date'}`]
      : [change.kind === 'correction' ? change.ratings : change.response, html`<code>${row.responseId}</code>`];
  return html`<th scope="row">${kindWords[row.kind]}</th>
    <td>${response}</td>
    <td>${regions.find(({ slug }) => slug === region)?.name ?? region}</td>
    ${items.map((item) => html`<td class="number">${ratings[item] ?? '–'}</td>`)}`;
}

function previewSection({ department, quarter, draft, comparison }: DraftPage, prepared: Prepared): Markup {
  const { isChange, hasDrifted, fingerprint, base } = prepared;
  const drift = hasDrifted
    ? html`<p>
        Responses changed since the quarter closed, without a restatement. The new figures include those changes too.
      </p>`
    : '';
  if (!isChange || comparison === undefined) {
    return html`<h2>New figures</h2>
      <p class="empty">The figures would not change, so there is nothing to restate.</p>`;
  }
  return html`<h2>New figures</h2>
    ${drift} ${comparisonTable(comparison, base.target)}
    <h2>Restate the quarter</h2>
    <form method="post" action="${restatingPath(department, quarter)}/making">
      <input type="hidden" name="restatement" value="${draft.row.id}" />
      <input type="hidden" name="shown" value="${fingerprint}" />
      <p>This makes version ${base.version + 1} of the figures. It cannot be undone.</p>
      <div class="actions"><button>Restate the quarter</button></div>
    </form>`;
}

function dropForm({ department, quarter, draft }: DraftPage): Markup {
  return html`<form method="post" action="${restatingPath(department, quarter)}/dropping" class="actions">
    <input type="hidden" name="restatement" value="${draft.row.id}" />
    <button class="second">Cancel this restatement</button>
  </form>`;
}
