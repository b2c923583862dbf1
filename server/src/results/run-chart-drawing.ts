import type { RunChart } from '@heart-survey/shared/run-chart';
import { statusOf } from '@heart-survey/shared/scores';
import { html, raw } from 'hono/html';
import type { MonthPoint } from '../figures/figures.ts';
import type { Markup } from '../pages/page.ts';
import { range } from './charts.ts';

// Drawn like the trend (charts.ts): plain SVG, with a table next to it that repeats every figure.

const best = 5;
const size = { width: 760, height: 268, left: 44, right: 14, top: 34, bottom: 46 };

interface Scale {
  x: (position: number) => number;
  y: (average: number) => number;
  /** Half of the room that a month has. */
  half: number;
  floor: number;
}

/** @param marks for each month, the numbers of what happened in it. @param text the chart in words. */
export function runChartDrawing(points: MonthPoint[], chart: RunChart, marks: number[][], text: string): Markup {
  const scale = scaleOf(points);
  return html`<div class="scroll" tabindex="0" role="region" aria-label="Average by month, as a chart">
    <svg class="trend run-chart" viewBox="0 0 ${size.width} ${size.height}" role="img" aria-label="${text}">
      ${grid(scale)} ${markLines(marks, scale)}
      <path class="target" d="${raw(targetPath(points, scale))}" />
      <path class="median" d="${raw(medianPath(chart, scale))}" />
      ${averageLines(points, scale)} ${dots(points, scale)} ${labels(points, scale)}
    </svg>
  </div>`;
}

function scaleOf(points: MonthPoint[]): Scale {
  const averages = points.flatMap(({ sum, n, target }) => [target / 100, ...(n === 0 ? [] : [sum / n])]);
  const floor = Math.max(1, Math.floor(Math.min(...averages, 4) * 2 - 0.2) / 2);
  const room = (size.width - size.left - size.right) / points.length;
  return {
    floor,
    half: room / 2,
    x: (position) => size.left + room * (position + 0.5),
    y: (average) =>
      size.height - size.bottom - ((size.height - size.top - size.bottom) * (average - floor)) / (best - floor),
  };
}

const at = (value: number) => value.toFixed(1);

function grid({ y, floor }: Scale): Markup[] {
  return range(floor, best).map(
    (value) =>
      html`<path class="grid" d="M${size.left} ${at(y(value))}H${size.width - size.right}" />
        <text class="axis" x="${size.left - 8}" y="${at(y(value) + 4)}">${value.toFixed(1)}</text>`,
  );
}

function markLines(marks: number[][], { x }: Scale): Markup[] {
  return marks.flatMap((numbers, position) => {
    if (numbers.length === 0) return [];
    // Beside another month with marks, the numbers would overlap.
    const top = position % 2 === 1 && [position - 1, position + 1].some((next) => marks[next]?.length) ? 11 : 23;
    return [
      html`<path class="mark" d="M${at(x(position))} ${top + 4}V${size.height - size.bottom}" />
        <text class="value" x="${at(x(position))}" y="${top}">${inShort(numbers)}</text>`,
    ];
  });
}

/** The numbers of a month follow one another: `3`, `3, 4`, or `3–8`. */
function inShort(numbers: number[]): string {
  return numbers.length < 3 ? numbers.join(', ') : `${numbers[0]}–${numbers.at(-1)}`;
}

/** One line for each target, since dashes that start again with every month look uneven. */
function targetPath(points: MonthPoint[], { x, y, half }: Scale): string {
  return points
    .map(({ target }, position) => {
      if (points[position - 1]?.target === target) return '';
      const end = points.findIndex((later, at) => at > position && later.target !== target);
      const last = end === -1 ? points.length : end;
      return `M${at(x(position) - half)} ${at(y(target / 100))}H${at(x(last) - half)}`;
    })
    .join('');
}

function medianPath({ stretches }: RunChart, { x, y, half }: Scale): string {
  return stretches.map((one) => `M${at(x(one.start) - half)} ${at(y(one.at))}H${at(x(one.end) - half)}`).join('');
}

/** A line through neighboring months; a month without ratings interrupts it. */
function averageLines(points: MonthPoint[], { x, y }: Scale): Markup[] {
  const path = points.map(({ sum, n }, position) => {
    if (n === 0) return '';
    const isFirst = position === 0 || points[position - 1]!.n === 0;
    return `${isFirst ? 'M' : 'L'}${at(x(position))} ${at(y(sum / n))}`;
  });
  return [html`<path class="line" d="${path.join('')}" />`];
}

/** A dot if the target was met, a triangle pointing down if not, and only an outline while the month is running. */
function dots(points: MonthPoint[], { x, y }: Scale): Markup[] {
  return points.flatMap(({ sum, n, target, isFinished }, position) => {
    if (n === 0) return [];
    const [left, top] = [x(position), y(sum / n)];
    const state = isFinished ? '' : ' running';
    return statusOf(sum, n, target) === 'below'
      ? [html`<path class="missed${state}" d="M${at(left - 6)} ${at(top - 4)}h12l-6 9.5z" />`]
      : [html`<circle class="met${state}" cx="${at(left)}" cy="${at(top)}" r="4" />`];
  });
}

/** The months, and the year below the first one and each January. */
function labels(points: MonthPoint[], { x }: Scale): Markup[] {
  return points.map(({ month: { label } }, position) => {
    const [month = '', year = ''] = label.split(' ');
    const isNewYear = position === 0 || month === 'Jan';
    return html`<text class="label" x="${at(x(position))}" y="${size.height - 26}">${month}</text>${
        isNewYear ? html`<text class="label" x="${at(x(position))}" y="${size.height - 9}">${year}</text>` : ''
      }`;
  });
}
