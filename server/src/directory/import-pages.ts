import { html, raw } from 'hono/html';
import { errorSummary, textArea, type FieldError } from '../pages/fields.ts';
import type { PageContent } from '../console/console.ts';
import type { Markup } from '../pages/page.ts';
import { countsOf, type ImportPlan } from './import.ts';
import { importKinds, type ImportKind } from './import-table.ts';
import { directoryPath } from './paths.ts';

const path = `${directoryPath}/import`;
const kindWords: Record<ImportKind, string> = {
  departments: 'Departments',
  regions: 'Regions and programs',
  employees: 'Employees who can be thanked',
  people: 'People who sign in, and their roles',
};
/** The maximum number of lines that a page shows; it counts the rest. */
const maxShown = 500;

/** The form for the file. */
export function importPage({ kind, text, errors }: { kind: string; text: string; errors: FieldError[] }): PageContent {
  const choice = ([name, { columns, maxLines }]: [string, (typeof importKinds)[ImportKind]]) =>
    html`<div>
      <label>
        <input type="radio" name="kind" value="${name}" ${raw(name === kind ? 'checked' : '')} />
        ${kindWords[name as ImportKind]}
      </label>
      <p class="hint">
        Columns: ${columns.join(', ')}. Up to ${maxLines.toLocaleString('en-US')} lines. Columns that you leave out stay
        unchanged.
        <a href="${path}/${name}.csv"
          >Template<span class="vh"> for ${kindWords[name as ImportKind].toLowerCase()}</span></a
        >
      </p>
    </div>`;
  return {
    title: 'Import a CSV file',
    current: 'Directory',
    hasProblem: errors.length > 0,
    sub: html`The preview shows every change and every problem before anything is imported. ·
      <a href="${directoryPath}">Directory</a>`,
    main: [
      errorSummary(errors),
      html`<form method="post" action="${path}" enctype="multipart/form-data">
        <fieldset id="kind">
          <legend>What the file contains</legend>
          ${Object.entries(importKinds).map(choice)}
        </fieldset>
        <div class="field">
          <label for="file">File</label>
          <p class="hint" id="file-hint">“CSV UTF-8”, up to 2 MB.</p>
          <input id="file" type="file" name="file" accept=".csv,text/csv" aria-describedby="file-hint" />
        </div>
        ${textArea({ name: 'text', label: 'Or paste its lines', value: text, rows: 6 })}
        <button>Preview</button>
      </form>`,
    ],
  };
}

interface Preview extends ImportPlan {
  kind: ImportKind;
  text: string;
}

/** What importing the file would do, or its problems. */
export function importPreviewPage({ kind, text, problems, steps }: Preview): PageContent {
  const counts = countsOf({ problems, steps });
  const isGood = problems.length === 0;
  return {
    title: isGood ? 'Preview of the import' : `The file has ${countOf(problems.length, 'problem')}`,
    current: 'Directory',
    hasProblem: !isGood,
    sub: html`${kindWords[kind]}: ${inWords(counts)}. Nothing is imported yet. · <a href="${path}">Another file</a>`,
    main: [
      isGood ? '' : problemsTable(problems),
      isGood && counts.added + counts.changed > 0
        ? html`<form method="post" action="${path}">
            <input type="hidden" name="kind" value="${kind}" />
            <input type="hidden" name="step" value="import" />
            <input type="hidden" name="text" value="${text}" />
            <div class="actions"><button>Import</button></div>
          </form>`
        : '',
      isGood && counts.added + counts.changed === 0
        ? html`<p class="empty">Everything in the file is already in the directory.</p>`
        : '',
      steps.length === 0 ? '' : stepsTable(steps),
    ],
  };
}

function problemsTable(problems: ImportPlan['problems']): Markup {
  const row = ({ line, field, message }: ImportPlan['problems'][number]) =>
    html`<tr>
      <td class="number">${line === 0 ? '–' : line}</td>
      <td>${field === '' ? '–' : html`<code>${field}</code>`}</td>
      <td>${message}</td>
    </tr>`;
  return html`<div class="problem" role="alert">
      <h2>There is a problem</h2>
      <p>Fix the file and upload it again. Nothing is imported until every line is valid.</p>
    </div>
    <table>
      <caption class="vh">
        Problems by line
      </caption>
      <thead>
        <tr>
          <th scope="col" class="number">Line</th>
          <th scope="col">Column</th>
          <th scope="col">Problem</th>
        </tr>
      </thead>
      <tbody>
        ${problems.slice(0, maxShown).map(row)}
      </tbody>
    </table>
    ${problems.length > maxShown ? html`<p>And ${problems.length - maxShown} more.</p>` : ''}`;
}

function stepsTable(steps: ImportPlan['steps']): Markup {
  const change = ({ field, before, after }: ImportPlan['steps'][number]['changes'][number]) =>
    html`<li><code>${field}</code>: ${valueOf(before)} becomes ${valueOf(after)}</li>`;
  const row = ({ line, result, subject, changes }: ImportPlan['steps'][number]) =>
    html`<tr>
      <td class="number">${line}</td>
      <td>${result}</td>
      <td>
        ${subject}${
          changes.length === 0
            ? ''
            : html`<ul class="plain">
                ${changes.map(change)}
              </ul>`
        }
      </td>
    </tr>`;
  return html`<h2>Changes by line</h2>
    <table>
      <caption class="vh">
        What each line would change
      </caption>
      <thead>
        <tr>
          <th scope="col" class="number">Line</th>
          <th scope="col">Result</th>
          <th scope="col">Entry</th>
        </tr>
      </thead>
      <tbody>
        ${steps.slice(0, maxShown).map(row)}
      </tbody>
    </table>
    ${steps.length > maxShown ? html`<p>And ${steps.length - maxShown} more.</p>` : ''}`;
}

function valueOf(text: string): Markup {
  return text === '' ? html`<i>nothing</i>` : html`<b>${text}</b>`;
}

/** Confirms an import. */
export function importDonePage({ kind, ...plan }: ImportPlan & { kind: ImportKind }): PageContent {
  return {
    title: 'Import complete',
    current: 'Directory',
    main: html`<p class="done" role="status">${kindWords[kind]}: ${inWords(countsOf(plan))}.</p>
      ${
        kind === 'people'
          ? html`<p>No invitations have been sent yet. <a href="/console/people">Open a person</a> to send theirs.</p>`
          : ''
      }
      <p><a href="${directoryPath}">Directory</a> · <a href="${path}">Another file</a></p>`,
  };
}

function countOf(n: number, noun: string): string {
  return n === 1 ? `1 ${noun}` : `${n} ${noun}s`;
}

function inWords({ added, changed, unchanged }: ReturnType<typeof countsOf>): string {
  return `${added} added, ${changed} changed, ${unchanged} unchanged`;
}
