import { grouped } from '@heart-survey/shared/counts';
import { runChart, type RunChart } from '@heart-survey/shared/run-chart';
import { cutMean, inHundredths, statusOf } from '@heart-survey/shared/scores';
import { html } from 'hono/html';
import type { MonthPoint } from '../figures/figures.ts';
import type { Department } from '../org/org.ts';
import type { Markup } from '../pages/page.ts';
import { runChartDrawing } from './run-chart-drawing.ts';
import { chartInWords, notesInWords, signalsInWords } from './run-chart-words.ts';

/** Something that may explain a change, shown in the run chart. */
export interface RunMark {
  /** Milliseconds since the epoch. */
  at: number;
  text: string;
  /** The page about it. */
  href: string;
  /** Whether it is about the whole department, and so listed for each of its regions. */
  isOfAll?: boolean;
  /** How many people attended, if it is a training. */
  attended?: number;
}

/** Reads the marks of a department's regions from that instant up to the other, by region slug and in order of time. */
export type MarksOf = (
  department: Department,
  from: number,
  until: number,
) => Promise<ReadonlyMap<string, readonly RunMark[]>>;

/** The months as a run chart with its signals and as a table (docs/design.md §3.8); empty if nothing was rated. */
export function runChartSection(all: MonthPoint[], name: string, marks: readonly RunMark[]): Markup | '' {
  if (all.every(({ n }) => n === 0)) return '';
  // Months before the first rating have nothing to show.
  const points = all.slice(all.findIndex(({ n, status }) => n > 0 || status === 'deleted'));
  // The running month is the last one, so positions stay the same.
  const chart = runChart(points.filter(({ isFinished }) => isFinished));
  const shown = marks.filter(({ at }) => points.some(({ month }) => isIn(at, month)));
  const numbers = points.map(({ month }) => shown.flatMap(({ at }, index) => (isIn(at, month) ? [index + 1] : [])));
  return html`<h2>Average by month</h2>
    ${runChartDrawing(points, chart, numbers, chartInWords(points, name))}
    <p class="quiet">
      Thick line: the average of each month. Thin line: the median of the first 12 months. A lasting shift starts a new
      median. Dashed line: the target. ▼: below
      target.${shown.length === 0 ? '' : ' The numbers at the top match the list below.'}
    </p>
    ${shown.length === 0 ? '' : markList(shown, points)}
    ${signalsInWords(points, chart).map((words) => html`<p>${words}</p>`)}
    ${notesInWords(points).map((words) => html`<p class="quiet">${words}</p>`)}
    ${monthTable(points, chart, numbers, name)}`;
}

const isIn = (at: number, { start, end }: MonthPoint['month']) => start <= at && at < end;

/** Numbered like the lines in the chart. */
function markList(marks: RunMark[], points: MonthPoint[]): Markup {
  return html`<ol class="marks">
    ${marks.map(({ at, text, href }) => {
      const { month } = points.find(({ month }) => isIn(at, month))!;
      return html`<li>${month.label}: <a href="${href}">${text}</a></li>`;
    })}
  </ol>`;
}

/** The chart in numbers, for people who do not see it or want to copy it. */
function monthTable(points: MonthPoint[], { stretches }: RunChart, marks: number[][], name: string): Markup {
  const row = (point: MonthPoint, position: number) => {
    const { month, sum, n, responses, target, isFinished, status } = point;
    const median = stretches.find(({ start, end }) => start <= position && position < end)?.median;
    const head = html`<th scope="row">${month.label}${isFinished ? '' : html`<small>in progress</small>`}</th>`;
    if (status === 'deleted') {
      return html`<tr>
        ${head}
        <td colspan="6" class="quiet">Responses deleted (past the retention period)</td>
      </tr>`;
    }
    const isBelow = statusOf(sum, n, target) === 'below';
    return html`<tr>
      ${head}
      <td>${cutMean(sum, n) ?? '–'}${isBelow ? html` <span class="below">▼ below target</span>` : ''}</td>
      <td>${grouped(responses)}</td>
      <td>${grouped(n)}</td>
      <td>${(isFinished && median) || '–'}</td>
      <td>${inHundredths(target)}</td>
      <td>${marks[position]!.join(', ')}</td>
    </tr>`;
  };
  return html`<details>
    <summary>Show as a table</summary>
    <div class="scroll" tabindex="0" role="region" aria-label="Average by month, as a table">
      <table>
        <caption>
          ${name}, by month
        </caption>
        <thead>
          <tr>
            <th scope="col">Month</th>
            <th scope="col">Average</th>
            <th scope="col">Responses</th>
            <th scope="col">Ratings (n)</th>
            <th scope="col">Median</th>
            <th scope="col">Target</th>
            <th scope="col">Event</th>
          </tr>
        </thead>
        <tbody>
          ${points.map(row)}
        </tbody>
      </table>
    </div>
  </details>`;
}
