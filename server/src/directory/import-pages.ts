import { html, raw } from 'hono/html';
import { problemSummary, textArea, type FieldMistake } from '../pages/fields.ts';
import type { Shown } from '../console/console.ts';
import type { Markup } from '../pages/page.ts';
import { countsOf, type ImportPlan } from './import.ts';
import { importKinds, type ImportKind } from './import-table.ts';

const path = '/console/directory/import';
const kindWords: Record<ImportKind, string> = {
  departments: 'Departments',
  regions: 'Regions and programmes',
  employees: 'Employees who may be thanked',
  people: 'People who sign in, and their roles',
};
/** What a page shows at most; the rest is counted. */
const mostShown = 500;

export function importPage({ kind, text, wrong }: { kind: string; text: string; wrong: FieldMistake[] }): Shown {
  const choice = ([name, { columns }]: [string, (typeof importKinds)[ImportKind]]) =>
    html`<div>
      <label>
        <input type="radio" name="kind" value="${name}" ${raw(name === kind ? 'checked' : '')} />
        ${kindWords[name as ImportKind]}
      </label>
      <p class="hint">
        Columns: ${columns.join(', ')}. What has no column stays as it is.
        <a href="${path}/${name}.csv">Empty file with these columns</a>
      </p>
    </div>`;
  return {
    title: 'Bring in a CSV file',
    current: 'Directory',
    hasProblem: wrong.length > 0,
    sub: html`First you see what it would do, and all that is wrong with it. ·
      <a href="/console/directory">Directory</a>`,
    main: [
      problemSummary(wrong),
      html`<form method="post" action="${path}" enctype="multipart/form-data">
        <fieldset id="kind">
          <legend>What the file holds</legend>
          ${Object.entries(importKinds).map(choice)}
        </fieldset>
        <div class="field">
          <label for="file">File</label>
          <p class="hint" id="file-hint">“CSV UTF-8”, at most 2 MB and 5,000 lines.</p>
          <input id="file" type="file" name="file" accept=".csv,text/csv" aria-describedby="file-hint" />
        </div>
        ${textArea({ name: 'text', label: 'Or paste its lines', value: text, rows: 6 })}
        <button>Look at it first</button>
      </form>`,
    ],
  };
}

interface Preview extends ImportPlan {
  kind: ImportKind;
  text: string;
}

export function importPreviewPage({ kind, text, problems, steps }: Preview): Shown {
  const counts = countsOf({ problems, steps });
  const isGood = problems.length === 0;
  return {
    title: isGood
      ? 'This is what the file would do'
      : `${problems.length === 1 ? 'One thing is' : `${problems.length} things are`} wrong with the file`,
    current: 'Directory',
    hasProblem: !isGood,
    sub: html`${kindWords[kind]}: ${inWords(counts)}. Nothing is written yet. · <a href="${path}">Another file</a>`,
    main: [
      isGood ? '' : problemsTable(problems),
      isGood && counts.added + counts.changed > 0
        ? html`<form method="post" action="${path}">
            <input type="hidden" name="kind" value="${kind}" />
            <input type="hidden" name="step" value="import" />
            <input type="hidden" name="text" value="${text}" />
            <div class="actions"><button>Bring it in</button></div>
          </form>`
        : '',
      isGood && counts.added + counts.changed === 0
        ? html`<p class="empty">Everything in the file is there already.</p>`
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
      <p>Mend the file and bring it again. It is taken whole, or not at all.</p>
    </div>
    <table>
      <caption class="vh">
        What is wrong, by line
      </caption>
      <thead>
        <tr>
          <th scope="col" class="number">Line</th>
          <th scope="col">Column</th>
          <th scope="col">What is wrong</th>
        </tr>
      </thead>
      <tbody>
        ${problems.slice(0, mostShown).map(row)}
      </tbody>
    </table>
    ${problems.length > mostShown ? html`<p>And ${problems.length - mostShown} more.</p>` : ''}`;
}

function stepsTable(steps: ImportPlan['steps']): Markup {
  const change = ({ field, before, after }: ImportPlan['steps'][number]['changes'][number]) =>
    html`<li><code>${field}</code>: ${valueOf(before)} becomes ${valueOf(after)}</li>`;
  const row = ({ line, what, subject, changes }: ImportPlan['steps'][number]) =>
    html`<tr>
      <td class="number">${line}</td>
      <td>${what}</td>
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
  return html`<h2>Line by line</h2>
    <table>
      <caption class="vh">
        What each line would do
      </caption>
      <thead>
        <tr>
          <th scope="col" class="number">Line</th>
          <th scope="col">Would be</th>
          <th scope="col">What</th>
        </tr>
      </thead>
      <tbody>
        ${steps.slice(0, mostShown).map(row)}
      </tbody>
    </table>
    ${steps.length > mostShown ? html`<p>And ${steps.length - mostShown} more.</p>` : ''}`;
}

function valueOf(text: string): Markup {
  return text === '' ? html`<i>nothing</i>` : html`<b>${text}</b>`;
}

export function importDonePage({ kind, ...plan }: ImportPlan & { kind: ImportKind }): Shown {
  return {
    title: 'The file is in',
    current: 'Directory',
    main: html`<p class="done" role="status">${kindWords[kind]}: ${inWords(countsOf(plan))}.</p>
      ${
        kind === 'people'
          ? html`<p>
              Nobody was written to yet. <a href="/console/people">Open a person</a> and send the invitation from there.
            </p>`
          : ''
      }
      <p><a href="/console/directory">Directory</a> · <a href="${path}">Another file</a></p>`,
  };
}

function inWords({ added, changed, unchanged }: ReturnType<typeof countsOf>): string {
  return `${added} added, ${changed} changed, ${unchanged} unchanged`;
}
