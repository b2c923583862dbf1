import { dayFrom, dayInWords, timeInWords } from '@heart-survey/shared/dates';
import { html } from 'hono/html';
import type { Markup } from '../pages/page.ts';
import type { CountedDay } from '../work/work.ts';
import type { CaseClock, ClockMove } from './clocks.ts';
import { pauseNames } from './history.ts';
import type { PromiseRule } from './rule-packs.ts';

/** One day of a clock, and why it counted or not. Plain data, for pages in any language. */
interface CountedLine {
  /** `2027-02-12`. */
  day: string;
  why: 'start' | 'counted' | 'paused' | 'closed' | 'weekend' | 'no hours' | 'not counted';
  /** Which counted day it is, from 1; null for any other. */
  number: number | null;
  /** The holiday's name, or why the department is closed or open on that day; in the department's language. */
  reason: string | null;
}

/** The days of a clock from its start to its date. */
function countedLines({ days }: Pick<CaseClock, 'days'>): CountedLine[] {
  let number = 0;
  return days.map((day, index) => {
    if (day.isCounted) number += 1;
    return { day: day.day, why: whyOf(day, index === 0), number: day.isCounted ? number : null, reason: day.reason };
  });
}

function whyOf({ day, isCounted, isPaused, isBusinessDay, reason }: CountedDay, isStart: boolean): CountedLine['why'] {
  if (isCounted) return 'counted';
  if (isStart) return 'start';
  if (isPaused) return 'paused';
  if (isBusinessDay) return 'not counted';
  if (reason !== null) return 'closed';
  return weekdayOf(day) > 4 ? 'weekend' : 'no hours';
}

/** How a promised date was counted: each day, and what moved it. @param zone the department's. */
export function countedDays(clock: CaseClock, zone: string): Markup {
  const { pauses, moves } = clock;
  const times = (at: number) => timeInWords(at, zone);
  return html`<ul class="counted">
      ${countedLines(clock).map((line) => html`<li>${lineInWords(line, clock.rule)}</li>`)}
    </ul>
    ${
      pauses.length === 0
        ? ''
        : html`<ul>
            ${pauses.map(
              ({ from, until, category }) =>
                html`<li>
                  Paused from ${times(from)}${until === Infinity ? ' on' : ` to ${times(until)}`}:
                  ${pauseNames[category]}. A day does not count if the clock is paused at its end.
                </li>`,
            )}
          </ul>`
    }
    ${
      moves.length === 0
        ? ''
        : html`<ul>
            ${moves.map((move) => html`<li>${moveInWords(move, zone)}</li>`)}
          </ul>`
    }`;
}

const words: Record<CountedLine['why'], string> = {
  start: 'the day that it starts',
  counted: 'counted',
  paused: 'paused',
  closed: 'not counted',
  weekend: 'weekend, not counted',
  'no hours': 'no opening hours, not counted',
  'not counted': 'not counted',
};

function lineInWords({ day, why, number, reason }: CountedLine, { clock }: PromiseRule): string {
  const what = why === 'counted' && clock.unit === 'business days' ? `business day ${number}` : words[why];
  return `${withWeekday(day)}: ${what}${reason === null ? '' : ` (${reason})`}`;
}

const causes: Record<ClockMove['because'], string> = {
  extended: 'The writer was given a new date',
  calendar: 'The calendar changed',
  paused: 'The clock was paused',
  resumed: 'The clock resumed',
};

function moveInWords({ at, because, from, to }: ClockMove, zone: string): string {
  const day = (due: number | null) => (due === null ? 'no date' : dayInWords(due - 1, zone));
  return `${causes[because]} on ${dayInWords(at, zone)}: ${day(from)} became ${day(to)}.`;
}

const weekdays = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'];

/** Monday is 0. */
function weekdayOf(day: string): number {
  return (new Date(`${day}T00:00:00Z`).getUTCDay() + 6) % 7;
}

/** `Friday, May 21, 2027`. */
export function withWeekday(day: string): string {
  return `${weekdays[weekdayOf(day)]}, ${dayFrom(day)!.inWords}`;
}
