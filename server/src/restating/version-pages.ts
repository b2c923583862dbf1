import { grouped } from '@heart-survey/shared/counts';
import { monthsInWords, timeInWords } from '@heart-survey/shared/dates';
import { items } from '@heart-survey/shared/items';
import { inHundredths } from '@heart-survey/shared/scores';
import { html } from 'hono/html';
import type { PageContent } from '../console/console.ts';
import type { FrozenFigures, SnapshotRow } from '../figures/figures.ts';
import { successMessage } from '../pages/fields.ts';
import type { Markup } from '../pages/page.ts';
import { responsesInWords, wordOf } from '../results/results.ts';
import { figureCells } from './comparison-table.ts';
import { versionsPath } from './paths.ts';
import { restatingSub, type Place } from './start-page.ts';
import { classWords } from './words.ts';

/** A version of a closed quarter, with its figures and who completed it. */
export interface VersionShown {
  row: SnapshotRow;
  figures: FrozenFigures;
  by: string;
}

interface VersionsPage extends Place {
  /** Oldest first. */
  versions: VersionShown[];
  /** Where the quarter is restated, for people who can. */
  restating: string | undefined;
  notice: string | undefined;
}

const notices = {
  made: 'You restated the quarter. These are its versions.',
  erased: 'You erased the response and restated the quarter.',
};

/** Every version of a closed quarter: its type and reason, who completed it, and how the figures changed. */
export function versionsPage(page: VersionsPage): PageContent {
  const { quarter, versions, restating, notice } = page;
  return {
    title: `Versions of ${monthsInWords(quarter)}`,
    sub: restatingSub(page),
    current: 'Results',
    main: [
      successMessage(notice, notices),
      versions.length === 0
        ? html`<p class="empty">The quarter is not closed, so it has no versions yet.</p>`
        : html`<p>The quarter’s figures are those of the latest version. Earlier versions do not change.</p>
            ${versionsTable(page)}`,
      restating === undefined || versions.length === 0
        ? ''
        : html`<p><a href="${restating}">Restate this quarter</a></p>`,
    ],
  };
}

function versionsTable({ department, quarter, versions }: VersionsPage): Markup {
  const row = ({ row, figures, by }: VersionShown, index: number) =>
    html`<tr>
      <th scope="row"><a href="${versionsPath(department, quarter, row.version)}">Version ${row.version}</a></th>
      <td>${row.class === null ? 'Quarter closed' : classWords[row.class]}</td>
      <td class="reason">${row.reason ?? '–'}</td>
      <td>${by}<small>${timeInWords(row.closedAt, department.zone)}</small></td>
      <td>${averageOf(figures)}<small>${changeFrom(versions[index - 1]?.figures, figures)}</small></td>
      <td><code class="hash">${row.sha256}</code></td>
    </tr>`;
  return html`<div class="scroll" tabindex="0" role="region" aria-label="Versions">
    <table class="wide">
      <caption class="vh">
        The versions of the quarter, latest first
      </caption>
      <thead>
        <tr>
          <th scope="col">Version</th>
          <th scope="col">Type</th>
          <th scope="col">Reason</th>
          <th scope="col">Completed</th>
          <th scope="col">Average of the department</th>
          <th scope="col">SHA-256 of the figures</th>
        </tr>
      </thead>
      <tbody>
        ${versions.map(row).toReversed()}
      </tbody>
    </table>
  </div>`;
}

function averageOf({ total }: FrozenFigures): string {
  return `${total.average ?? '–'} (n ${grouped(total.n)}, ${responsesInWords(total.responses)})`;
}

function changeFrom(before: FrozenFigures | undefined, { total }: FrozenFigures): string {
  if (before === undefined) return '';
  const added = total.responses - before.total.responses;
  const sign = added > 0 ? '+' : '−';
  const count = added === 0 ? 'the same number of responses' : `${sign}${responsesInWords(Math.abs(added))}`;
  return `before: ${averageOf(before)}; ${count}`;
}

interface VersionPage extends Place {
  version: VersionShown;
  isLatest: boolean;
}

/** The figures of one version. */
export function versionPage({ department, quarter, version, isLatest }: VersionPage): PageContent {
  const { row, figures, by } = version;
  return {
    title: `Version ${row.version} of ${monthsInWords(quarter)}`,
    sub: html`${restatingSub({ department, quarter })} ·
      <a href="${versionsPath(department, quarter)}">All versions</a>`,
    current: 'Results',
    main: [
      isLatest ? '' : html`<p class="call">A later version replaced these figures.</p>`,
      html`<dl class="facts">
        <dt>Type</dt>
        <dd>${row.class === null ? 'Quarter closed' : classWords[row.class]}</dd>
        ${
          row.reason === null
            ? ''
            : html`<dt>Reason</dt>
                <dd>${row.reason}</dd>`
        }
        <dt>Completed</dt>
        <dd>${by}, ${timeInWords(row.closedAt, department.zone)}</dd>
        <dt>SHA-256 of the figures</dt>
        <dd><code class="hash">${row.sha256}</code></dd>
      </dl>`,
      figuresTable(department.name, row, figures),
    ],
  };
}

function figuresTable(name: string, { target }: SnapshotRow, { regions, total }: FrozenFigures): Markup {
  return html`<h2>Figures</h2>
    <div class="scroll" tabindex="0" role="region" aria-label="Figures by region">
      <table class="wide">
        <caption>
          Means are truncated to two decimal places, not rounded; n is the number of ratings. The target was
          ${inHundredths(target)}.
        </caption>
        <thead>
          <tr>
            <th scope="col">Region</th>
            <th scope="col" class="number">Average</th>
            <th scope="col" class="number">Responses</th>
            <th scope="col" class="number">Excluded</th>
            <th scope="col">Target</th>
            ${items.map((item) => html`<th scope="col" class="number">${wordOf(item)}</th>`)}
          </tr>
        </thead>
        <tbody>
          ${regions.map(
            (scores) =>
              html`<tr>
                <th scope="row">${scores.name}</th>
                ${figureCells(scores)}
              </tr>`,
          )}
        </tbody>
        <tfoot>
          <tr>
            <th scope="row">${name}</th>
            ${figureCells(total)}
          </tr>
        </tfoot>
      </table>
    </div>`;
}
