import { grouped } from '@heart-survey/shared/counts';
import type { Quarter } from '@heart-survey/shared/quarters';
import { inHundredths, lowVolume } from '@heart-survey/shared/scores';
import { html } from 'hono/html';
import type { QuarterRecord } from '../figures/figures.ts';
import type { Markup } from '../pages/page.ts';
import { trendChart, type TrendPoint } from './charts.ts';
import type { RunMark } from './run-chart.ts';

/** The trend as a chart and as a table; empty if nothing was rated. @param caption the table's. */
export function trendSection(points: TrendPoint[], name: string, caption: string, title = 'Trend'): Markup | '' {
  if (points.every(({ scores }) => scores.n === 0)) return '';
  // Quarters before the first rating have nothing to show, and would come first on a narrow screen.
  const first = points.findIndex(({ scores, unshown }) => scores.n > 0 || unshown === 'withheld');
  const trend = points.slice(first);
  return html`<h2>${title}</h2>
    ${trendChart(trend, trendInWords(trend, name))} ${trendTable(trend, caption)} ${trainingsNote(trend)}`;
}

/** The trainings among the marks of a region that were held in the quarter. */
export function trainingsIn(
  { start, end }: Pick<Quarter, 'start' | 'end'>,
  marks: readonly RunMark[],
): NonNullable<TrendPoint['trainings']> {
  const held = marks.flatMap(({ at, attended }) =>
    start <= at && at < end && attended !== undefined ? [attended] : [],
  );
  return { held: held.length, attended: held.reduce((sum, attended) => sum + attended, 0) };
}

const hasTrainings = (trend: TrendPoint[]) =>
  trend.some(({ trainings }) => trainings !== undefined && trainings.held > 0);

function trainingsNote(trend: TrendPoint[]): Markup | '' {
  if (!hasTrainings(trend)) return '';
  const words = trend.flatMap(({ label, trainings }) =>
    trainings === undefined || trainings.held === 0 ? [] : [`${label}: ${trainingsInWords(trainings)}`],
  );
  return html`<p class="quiet">
    Trainings held: ${words.join('; ')}. If the average changed at the same time, the training is not necessarily the
    reason.
  </p>`;
}

function trainingsInWords({ held, attended }: NonNullable<TrendPoint['trainings']>): string {
  return held === 0 ? '–' : `${grouped(held)} (${grouped(attended)} attended)`;
}

export function pointOf(
  { quarter, target }: Pick<QuarterRecord, 'quarter' | 'target'>,
  scores: TrendPoint['scores'],
): TrendPoint {
  return { label: /\((.*)\)/.exec(quarter.label)?.[1] ?? quarter.id, scores, target };
}

function trendInWords(points: TrendPoint[], name: string): string {
  const rated = points.filter(({ scores }) => scores.n > 0);
  const [first, last] = [rated[0]!, rated.at(-1)!];
  const missed = rated.filter(({ scores }) => scores.status === 'below').length;
  return `Average ratings for ${name}: ${first.scores.average} in ${first.label}, ${last.scores.average} in ${last.label}; below target in ${missed} of ${rated.length} ${rated.length === 1 ? 'quarter' : 'quarters'}.`;
}

const unshownWords: Record<NonNullable<TrendPoint['unshown']>, string> = {
  withheld: `Withheld: fewer than ${lowVolume} responses`,
  'not closed': 'Not closed',
};

/** The trend in numbers, for people who do not see the chart or want to copy it. */
function trendTable(trend: TrendPoint[], caption: string): Markup {
  const isMarked = hasTrainings(trend);
  const cell = (trainings: TrendPoint['trainings']) =>
    isMarked ? html`<td>${trainings ? trainingsInWords(trainings) : '–'}</td>` : '';
  const row = ({ label, scores, target, unshown, trainings }: TrendPoint) =>
    unshown
      ? html`<tr>
          <th scope="row">${label}</th>
          <td colspan="5" class="quiet">${unshownWords[unshown]}</td>
          ${cell(trainings)}
        </tr>`
      : html`<tr>
          <th scope="row">${label}</th>
          <td>
            ${scores.average ?? '–'}${scores.status === 'below' ? html` <span class="below">▼ below target</span>` : ''}
          </td>
          <td>
            ${scores.interval ? `${scores.interval.low} to ${scores.interval.high}` : scores.n === 0 ? '–' : 'cannot be estimated'}
          </td>
          <td>${inHundredths(target)}</td>
          <td>${grouped(scores.responses)}</td>
          <td>${grouped(scores.n)}</td>
          ${cell(trainings)}
        </tr>`;
  return html`<details>
    <summary>Show as a table</summary>
    <div class="scroll" tabindex="0" role="region" aria-label="Trend, as a table">
      <table>
        <caption>
          ${caption}
        </caption>
        <thead>
          <tr>
            <th scope="col">Quarter</th>
            <th scope="col">Average</th>
            <th scope="col">95% confidence interval</th>
            <th scope="col">Target</th>
            <th scope="col">Responses</th>
            <th scope="col">Ratings (n)</th>
            ${isMarked ? html`<th scope="col">Trainings</th>` : ''}
          </tr>
        </thead>
        <tbody>
          ${trend.map(row)}
        </tbody>
      </table>
    </div>
  </details>`;
}
