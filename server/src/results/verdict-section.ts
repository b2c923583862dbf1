import { grouped } from '@heart-survey/shared/counts';
import { dayInWords } from '@heart-survey/shared/dates';
import { inHundredths } from '@heart-survey/shared/scores';
import type { Wobble } from '@heart-survey/shared/verdict';
import { html } from 'hono/html';
import { verdictInWords, type PlanVerdict, type VerdictQuarter, type VerdictSide } from '../figures/figures.ts';
import type { Markup } from '../pages/page.ts';

/**
 * Whether a plan helped, in words, with the figures behind it, and the verdicts that a restatement replaced.
 * @param verdicts oldest first; empty until the plan was agreed.
 */
export function verdictSection(verdicts: readonly PlanVerdict[], zone: string, heading = 'Did it help?'): Markup | '' {
  const current = verdicts.at(-1);
  if (current === undefined) return '';
  const earlier = verdicts.slice(0, -1).toReversed();
  return html`<h2>${heading}</h2>
    <p>${verdictInWords(current)}</p>
    ${verdictFigures(current)}
    ${
      earlier.length === 0
        ? ''
        : html`<details>
            <summary>Earlier verdicts</summary>
            <p>These were replaced when a closed quarter was restated.</p>
            <ul>
              ${earlier.map((one) => html`<li>${sinceInWords(one, zone)} ${verdictInWords(one)}</li>`)}
            </ul>
          </details>`
    }`;
}

function sinceInWords({ validFrom }: PlanVerdict, zone: string): Markup | '' {
  return validFrom === null ? '' : html`<b>As of ${dayInWords(validFrom, zone)}:</b>`;
}

/** The figures behind a verdict, for people of the department. */
function verdictFigures({ before, after, comparison, wobble }: PlanVerdict): Markup | '' {
  if (after.quarters.length === 0) return '';
  return html`<details>
    <summary>Show the figures behind this verdict</summary>
    ${sidesTable({ before, after }, true)}
    <p>
      ${
        comparison === null
          ? 'These figures do not allow a test.'
          : `t = ${cutThousandths(comparison.t)}. It has to be above ${thousandthsUp(comparison.limit)} for “clearly better”, or below −${thousandthsUp(comparison.limit)} for “worse” (one-sided 0.5%, ${grouped(Math.floor(comparison.degrees))} degrees of freedom).`
      }
      ${wobbleInWords(wobble)}
    </p>
  </details>`;
}

function wobbleInWords({ sd, quarters }: Wobble): string {
  const source =
    quarters === null
      ? 'the smallest value that we use'
      : `estimated from the region’s ${quarters} quarters up to the plan`;
  return `Averages vary from quarter to quarter even when nothing changes. We allow for a standard deviation (τ) of ${sd.toFixed(2)}, ${source}.`;
}

/** Cut, so that a `t` below the limit never shows as equal to it. */
function cutThousandths(t: number): string {
  return `${t < 0 ? '−' : ''}${(Math.floor(Math.abs(t) * 1000) / 1000).toFixed(3)}`;
}

function thousandthsUp(limit: number): string {
  return (Math.ceil(limit * 1000) / 1000).toFixed(3);
}

/** Each quarter before and after the plan, and both sides pooled. @param hasVersions whether to name the versions. */
export function sidesTable(
  { before, after }: { before: VerdictSide; after: VerdictSide },
  hasVersions: boolean,
): Markup {
  const version = ({ version, sha256 }: VerdictQuarter) =>
    hasVersions
      ? html`<td>
          ${version}<small><code>${sha256.slice(0, 12)}</code></small>
        </td>`
      : '';
  const rows = (label: string, { quarters, average, n, responses }: VerdictSide) =>
    html`${quarters.map(
        (quarter) =>
          html`<tr>
            <th scope="row">${label}: ${shortLabel(quarter)}</th>
            <td>
              ${quarter.average ?? '–'}${quarter.status === 'below' ? html` <span class="below">▼ below target</span>` : ''}
            </td>
            <td>${inHundredths(quarter.target)}</td>
            <td>${grouped(quarter.responses)}</td>
            <td>${grouped(quarter.n)}</td>
            ${version(quarter)}
          </tr>`,
      )}
      <tr>
        <th scope="row">${label}, combined</th>
        <td>${average ?? '–'}</td>
        <td></td>
        <td>${grouped(responses)}</td>
        <td>${grouped(n)}</td>
        ${hasVersions ? html`<td></td>` : ''}
      </tr>`;
  const heads = ['Quarter', 'Average', 'Target', 'Responses', 'Ratings (n)', ...(hasVersions ? ['Version'] : [])];
  return html`<div class="scroll" tabindex="0" role="region" aria-label="Figures before and after the plan">
    <table>
      <thead>
        <tr>
          ${heads.map((head) => html`<th scope="col">${head}</th>`)}
        </tr>
      </thead>
      <tbody>
        ${rows('Before', before)} ${rows('After', after)}
      </tbody>
    </table>
  </div>`;
}

function shortLabel({ id, label }: VerdictQuarter): string {
  return /\((.*)\)/.exec(label)?.[1] ?? id;
}
