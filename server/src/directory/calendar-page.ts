import { dayFrom, dayInWords } from '@heart-survey/shared/dates';
import type { Quarter } from '@heart-survey/shared/quarters';
import { html } from 'hono/html';
import { choiceField, doneNote, problemSummary, textField, type FieldMistake } from '../pages/fields.ts';
import type { Shown } from '../console/console.ts';
import type { Markup } from '../pages/page.ts';
import type { Department, DepartmentDay } from '../org/org.ts';
import type { CountedDay } from '../work/work.ts';
import { weekdays } from './calendar-form.ts';
import { directoryPath } from './paths.ts';
import type { Fields } from './records.ts';

/** Where a department's calendar is. */
export const calendarPath = ({ slug }: Pick<Department, 'slug'>) => `${directoryPath}/departments/${slug}/calendar`;

interface CalendarPage {
  department: Department;
  /** In the department's zone: `2026-10-01`. */
  today: string;
  listed: DepartmentDay[];
  /** The public holidays of the next twelve months. */
  holidays: { day: string; name: string }[];
  /** The quarter that closes next, when, and the days from its end to then. */
  closing: { quarter: Quarter; at: number; days: CountedDay[] };
  /** What was typed to add a day. */
  field: Fields;
  /** The opening hours as they are, or as they were typed. */
  hours: Fields;
  wrong: FieldMistake[];
  /** What was just done, by its word in the address. */
  done: string | undefined;
}

/** The calendar of a department: what it lists, what follows from it, and the forms that change it. */
export function calendarPage(given: CalendarPage): Shown {
  const { department, wrong, done } = given;
  return {
    title: `Calendar of ${department.name}`,
    current: 'Directory',
    hasProblem: wrong.length > 0,
    sub: html`<a href="${directoryPath}">Directory</a> ·
      <a href="${directoryPath}/departments/${department.slug}">${department.name}</a>`,
    main: [
      problemSummary(wrong),
      doneNote(done, {
        added: 'The day was added.',
        removed: 'The day was removed.',
        hours: 'The opening hours were saved.',
      }),
      html`<p>
        Due dates and closing dates count business days: Monday to Friday, without public holidays and without the days
        that you list here as closed. A change here moves every date that is still ahead.
      </p>`,
      closingSection(given),
      daysSection(given),
      holidaysSection(given),
      hoursSection(given),
    ],
  };
}

function closingSection({ department, closing }: CalendarPage): Markup {
  return html`<p>
      <b>The quarter ${closing.quarter.label} closes on ${dayInWords(closing.at, department.zone)}.</b>
    </p>
    <details>
      <summary>How was this counted?</summary>
      <ul>
        ${countedLines(closing.days)}
      </ul>
    </details>`;
}

/** A line for each day, with its number where it was counted and with the reason where it was not. */
function countedLines(days: CountedDay[]): Markup[] {
  let number = 0;
  return days.map((one, index) => {
    if (one.isCounted) number += 1;
    const isStart = index === 0;
    const what = one.isCounted ? `business day ${number}` : isStart ? 'the quarter ends' : 'not counted';
    const reason = one.reason ?? (one.isBusinessDay || isStart ? undefined : weekReason(one));
    return html`<li>${withWeekday(one.day)}: ${what}${reason === undefined ? '' : ` (${reason})`}</li>`;
  });
}

function weekReason({ day }: CountedDay): string {
  return weekdayOf(day) > 4 ? 'weekend' : 'no opening hours';
}

function daysSection({ department, today, listed, field, wrong }: CalendarPage): Markup {
  const text = ({ day, kind, reason }: DepartmentDay) => `${inWords(day)}: ${kind}, ${reason}`;
  const row = (one: DepartmentDay) =>
    html`<li>
      <span>${text(one)}</span>
      <form method="post" action="${calendarPath(department)}/days/${String(one.id)}/removal">
        <button class="second">Remove<span class="vh"> ${inWords(one.day)}</span></button>
      </form>
    </li>`;
  const coming = listed.filter(({ day }) => day >= today);
  const past = listed.filter(({ day }) => day < today).toReversed();
  return html`<h2>Closed and open days</h2>
    ${
      coming.length === 0
        ? html`<p class="empty">
            No days are listed. Add the days on which this department is closed, or open although it is a weekend or a
            public holiday.
          </p>`
        : html`<ul class="rows">
            ${coming.map(row)}
          </ul>`
    }
    ${
      past.length === 0
        ? ''
        : html`<details>
            <summary>Earlier days</summary>
            <ul>
              ${past.map((one) => html`<li>${text(one)}</li>`)}
            </ul>
          </details>`
    }
    ${addForm(department, field, wrong)}`;
}

function addForm(department: Department, field: Fields, mistakes: FieldMistake[]): Markup {
  return html`<h3>Add a day</h3>
    <form method="post" action="${calendarPath(department)}/days">
      ${textField({ name: 'day', label: 'Date', type: 'date', value: field('day'), isShort: true, mistakes })}
      ${choiceField({
        name: 'kind',
        label: 'The department is',
        value: field('kind') || 'closed',
        options: [
          { value: 'closed', label: 'Closed on this day' },
          { value: 'open', label: 'Open, although it is a weekend or a public holiday' },
        ],
        mistakes,
      })}
      ${textField({ name: 'reason', label: 'Reason', value: field('reason'), hint: 'Shown where a due date is explained, such as Winter closure.', mistakes })}
      <button>Add</button>
    </form>`;
}

function holidaysSection({ department, holidays }: CalendarPage): Markup {
  const settings = html`<a href="${directoryPath}/departments/${department.slug}">the department’s settings</a>`;
  return html`<h2>Public holidays</h2>
    ${
      department.holidays === null
        ? html`<p>No public holidays count as closed. Choose a country and a state in ${settings}.</p>`
        : html`<p>
              These days of ${department.holidays} count as closed. If your office is open on one of them, add it above
              as open. If one is missing, add it as closed. The country and the state are in ${settings}.
            </p>
            <ul>
              ${holidays.map(({ day, name }) => html`<li>${inWords(day)} ${name}</li>`)}
            </ul>`
    }`;
}

function hoursSection({ department, hours, wrong: mistakes }: CalendarPage): Markup {
  const time = (name: string, label: string) =>
    textField({ name, label, type: 'time', value: hours(name), isShort: true, mistakes });
  const weekday = (name: string, index: number) =>
    html`<fieldset>
      <legend>${name}</legend>
      <div class="fields">${time(`opens_${index + 1}`, 'Opens')} ${time(`closes_${index + 1}`, 'Closes')}</div>
    </fieldset>`;
  return html`<h2>Opening hours</h2>
    <p>
      Times are in ${department.zone}. A day from Monday to Friday without hours is closed and does not count. Saturdays
      and Sundays count only if you list them above as open.
    </p>
    <form method="post" action="${calendarPath(department)}/hours">
      <input type="hidden" name="before" value="${department.openingHours ?? ''}" />
      ${weekdays.map(weekday)}
      <div class="actions"><button>Save hours</button></div>
    </form>`;
}

function inWords(day: string): string {
  return dayFrom(day)?.inWords ?? day;
}

function withWeekday(day: string): string {
  return `${weekdays[weekdayOf(day)]}, ${inWords(day)}`;
}

/** From 0, Monday. */
function weekdayOf(day: string): number {
  return (new Date(day).getUTCDay() + 6) % 7;
}
