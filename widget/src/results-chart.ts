import { html, nothing, svg, type TemplateResult } from 'lit';
import type { Results, ResultsRow } from './results.ts';

// All positions are percentages, so the drawing has any width while its text and marks keep their size. Lines and bands are
// in a stretched drawing inside it. Nothing needs an inline style.

/** The top and the bottom of the scale in the drawing, in percent. */
const edge = { top: 13, bottom: 95 };

/** How many figures a phone has room for, side by side. */
const maxNumbers = 9;

/** A quarter that has an average, with its place in the drawing. */
interface Point {
  row: ResultsRow;
  /** How many quarters after the first one it is, whether or not those between are published. */
  slot: number;
  x: number;
  y: number;
  low: number | undefined;
  high: number | undefined;
}

/** The part of the goal's line that belongs to one quarter. */
interface Goal {
  slot: number;
  start: number;
  end: number;
  y: number;
}

/** The averages by quarter with their intervals and the goal, and the quarters below it. */
export function resultsChart({ chart, dir, rows, target }: Results): TemplateResult {
  const targetOf = (row: ResultsRow) => row.target ?? target;
  const floor = floorOf(rows, rows.map(targetOf));
  const y = (value: number) => cut(edge.top + ((edge.bottom - edge.top) * (5 - value)) / (5 - floor));
  const slots = slotsOf(rows);
  const x = (slot: number) => {
    const share = (100 * slot) / slots.length;
    return cut(dir === 'rtl' ? 100 - share : share);
  };
  const points = slots.flatMap((row, slot): Point[] =>
    !row || row.average === null
      ? []
      : [
          {
            row,
            slot,
            x: x(slot + 0.5),
            y: y(Number(row.average)),
            low: row.low === null ? undefined : y(Number(row.low)),
            high: row.high === null ? undefined : y(Number(row.high)),
          },
        ],
  );
  const goals = slots.flatMap((row, slot): Goal[] =>
    row ? [{ slot, start: x(slot), end: x(slot + 1), y: y(targetOf(row) / 100) }] : [],
  );
  const numbered = numberedOf(points, slots.length);
  const scale = Array.from({ length: 5 - Math.ceil(floor) + 1 }, (_, index) => 5 - index);
  const across = (value: number) => `M0 ${y(value)}H100`;
  return html`<div class="chart" part="chart">
    <svg role="img" aria-label="${chart}">
      <svg viewBox="0 0 100 100" preserveAspectRatio="none" aria-hidden="true">
        <path class="grid" d="${scale.map(across).join('')}" />
        <path
          class="band"
          d="${runsOf(points.filter(({ low }) => low !== undefined))
            .map(bandOf)
            .join('')}"
        />
        <path class="goal" d="${goals.map(goalOf).join('')}" />
        <path class="line" d="${runsOf(points).map(lineOf).join('')}" />
      </svg>
      ${scale.map(
        (value) =>
          svg`<text class="scale" x="${dir === 'rtl' ? 100 : 0}%" y="${y(value)}%" dx="${dir === 'rtl' ? 0.6 : -0.6}em" dy=".35em">${value}</text>`,
      )}
      ${points.map((point) => markOf(point, numbered.has(point)))}
    </svg>
    <ol
      class="labels ${slots.length > maxNumbers ? 'long' : slots.length > 5 ? 'many' : slots.length > 3 ? 'some' : ''}"
      aria-hidden="true"
    >
      ${slots.map((row) => html`<li>${row?.label.replace(/ (?=\d{4}$)/, '\n')}</li>`)}
    </ol>
  </div>`;
}

/** What the marks mean. The chart's accessible name and the table say it to those who do not see them. */
export function legend({ heads, goal, rows }: Results): TemplateResult {
  const below = rows.find(({ status }) => status === 'below');
  return html`<ul class="legend" part="legend" aria-hidden="true">
    <li>${key(svg`<path class="line" d="M0 8h24" /><circle cx="12" cy="8" r="5" />`)}<span>${heads[1]}</span></li>
    ${below ? html`<li>${key(svg`<path class="below" d="M5 3h14l-7 11z" />`)}<span>${below.statusText}</span></li>` : nothing}
    ${
      rows.some(({ low }) => low !== null)
        ? html`<li>${key(svg`<path class="band" d="M0 2h24v12h-24z" />`)}<span>${heads[2]}</span></li>`
        : nothing
    }
    <li>${key(svg`<path class="goal" d="M0 8h24" />`)}<span>${goal}</span></li>
  </ul>`;
}

function key(drawing: TemplateResult<2>): TemplateResult {
  return html`<svg viewBox="0 0 24 16">${drawing}</svg>`;
}

/**
 * A dot, or a triangle pointing down if the average is below the goal, with the figure above it if that has room. Without its
 * own small size, the mark would cover what is beside the chart in Firefox.
 */
function markOf({ row, x, y, high }: Point, isNumbered: boolean): TemplateResult<2> {
  const mark = row.status === 'below' ? svg`<path class="below" d="M-7-5h14l-7 11z" />` : svg`<circle r="5" />`;
  // An average with a wide interval has its figure above the mark, inside the interval.
  const top = high === undefined || y - high > 12 ? y : Math.min(y, high + 3);
  return svg`<svg x="${x}%" y="${y}%" width="1" height="1" aria-hidden="true">${mark}</svg>${
    isNumbered ? svg`<text x="${x}%" y="${top}%" dy="-.75em">${row.average}</text>` : nothing
  }`;
}

/** Those whose figures have room, from the latest back: all of them, unless gaps push the others together. */
function numberedOf(points: Point[], slots: number): Set<Point> {
  const numbered = new Set<Point>();
  let next = Infinity;
  for (const point of points.toReversed()) {
    if (next - point.slot < slots / maxNumbers) continue;
    numbered.add(point);
    next = point.slot;
  }
  return numbered;
}

/** The nearest half point below everything that is drawn. */
function floorOf(rows: ResultsRow[], targets: number[]): number {
  const values = rows.flatMap(({ average, low }) => [average, low].filter((value) => value !== null).map(Number));
  return Math.max(1, Math.floor(Math.min(4, Math.min(...targets) / 100, ...values) * 2 - 0.5) / 2);
}

/** Every quarter from the first to the last, with nothing for one that is not published. */
function slotsOf(rows: ResultsRow[]): (ResultsRow | undefined)[] {
  const monthOf = ({ quarter }: ResultsRow) => 12 * Number(quarter.slice(0, 4)) + Number(quarter.slice(5));
  const slots: (ResultsRow | undefined)[] = [];
  for (const row of rows) slots[Math.floor((monthOf(row) - monthOf(rows[0]!)) / 3)] = row;
  return Array.from(slots);
}

/** Runs of neighboring quarters. */
function runsOf(points: Point[]): Point[][] {
  const runs: Point[][] = [];
  for (const point of points) {
    const run = runs.at(-1);
    if (run?.at(-1)!.slot === point.slot - 1) run.push(point);
    else runs.push([point]);
  }
  return runs;
}

/** Continues the line of the quarter before, so that its dashes stay even, if that has the same goal. */
function goalOf({ slot, start, end, y }: Goal, index: number, all: Goal[]): string {
  const before = all[index - 1];
  return before?.slot === slot - 1 && before.y === y ? `H${end}` : `M${start} ${y}H${end}`;
}

function lineOf(run: Point[]): string {
  return `M${run.map(({ x, y }) => `${x} ${y}`).join('L')}`;
}

/** One quarter alone has a narrow band. */
function bandOf(run: Point[]): string {
  const half = run.length === 1 ? 2.5 : 0;
  const high = run.flatMap(({ x, high }) => [`${x - half} ${high}`, `${x + half} ${high}`]);
  const low = run.flatMap(({ x, low }) => [`${x - half} ${low}`, `${x + half} ${low}`]);
  return `M${[...high, ...low.toReversed()].join('L')}Z`;
}

function cut(value: number): number {
  return Math.round(10 * value) / 10;
}
