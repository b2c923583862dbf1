import { html, nothing, type TemplateResult } from 'lit';
import { legend, resultsChart } from './results-chart.ts';
import type { Results, ResultsRow } from './results.ts';

/** The sentence, the chart, the table behind it, and the link to all results. */
export function resultsView(results: Results): TemplateResult {
  const { lang, dir, name, sentence, rows, href, link } = results;
  const withheld = rows.filter(({ average }) => average === null);
  return html`<div class="frame" part="frame" role="group" aria-label="${name}" lang="${lang}" dir="${dir}">
    <p class="sentence" part="sentence">${sentence}</p>
    ${withheld.length < rows.length ? [resultsChart(results), legend(results)] : nothing}
    ${withheld.map(({ label, statusText }) => html`<p class="note" part="note"><b>${label}:</b> ${statusText}</p>`)}
    ${table(results)} ${/^https?:/.test(href) ? html`<p><a part="link" href="${href}">${link}</a></p>` : nothing}
  </div>`;
}

function table({ show, caption, heads, rows }: Results): TemplateResult {
  return html`<details part="table">
    <summary part="toggle">${show}</summary>
    <div class="scroll" role="region" aria-label="${caption}" tabindex="0">
      <table>
        <caption>
          ${caption}
        </caption>
        <thead>
          <tr>
            ${heads.map((head) => html`<th scope="col">${head}</th>`)}
          </tr>
        </thead>
        <tbody>
          ${rows.map(
            (row) =>
              html`<tr>
                <th scope="row">${row.label}</th>
                <td>${average(row)}</td>
                <td>${row.interval}</td>
                <td>${row.responses}</td>
              </tr>`,
          )}
        </tbody>
      </table>
    </div>
  </details>`;
}

function average({ average, status, statusText }: ResultsRow): TemplateResult | string {
  if (average === null) return statusText;
  return status === 'below'
    ? html`<b class="below">${average} <span aria-hidden="true">▼</span></b> <small>${statusText}</small>`
    : average;
}
