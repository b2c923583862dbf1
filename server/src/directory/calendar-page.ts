import { dayInWords, isoDayInWords } from '@heart-survey/shared/dates';
import type { Quarter } from '@heart-survey/shared/quarters';
import { html } from 'hono/html';
import { choiceField, successMessage, errorSummary, textField, type FieldError } from '../pages/fields.ts';
import type { PageContent } from '../console/console.ts';
import type { Markup } from '../pages/page.ts';
import type { Department, DepartmentDay } from '../org/org.ts';
import type { CountedDay } from '../work/work.ts';
import { weekdays } from './calendar-form.ts';
import { departmentPath, directoryPath } from './paths.ts';
import type { Fields } from './records.ts';

/** The path to a department's calendar. */
export const calendarPath = (department: Pick<Department, 'slug'>) => `${departmentPath(department)}/calendar`;

interface CalendarPage {
  department: Department;
  /** In the department's zone: `2026-10-01`. */
  today: string;
  listed: DepartmentDay[];
  /** The public holidays of the next twelve months. */
  holidays: { day: string; name: string }[];
  /** The quarter that closes next, when, and the days from its end to then. */
  closing: { quarter: Quarter; at: number; days: CountedDay[] };
  /** The day to add, as it was typed. */
  field: Fields;
  /** The stored opening hours, or those that were typed. */
  hours: Fields;
  errors: FieldError[];
  notice: string | undefined;
}

/** A department's calendar, the closing day that follows from it, and the forms that change it. */
export function calendarPage(given: CalendarPage): PageContent {
  const { department, errors, notice } = given;
  return {
    title: `Calendar for ${department.name}`,
    current: 'Directory',
    hasProblem: errors.length > 0,
    sub: html`<a href="${directoryPath}">Directory</a> ·
      <a href="${departmentPath(department)}">${department.name}</a>`,
    main: [
      errorSummary(errors),
      successMessage(notice, {
        added: 'Day added.',
        removed: 'Day removed.',
        hours: 'Opening hours saved.',
      }),
      html`<p>
        Due dates and closing dates count business days: Monday to Friday, except holidays and the days that you list
        here as closed. Any change here moves the closing of quarters that are still open. A date that was already set,
        such as the due date of an action plan, stays.
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
      <b>${closing.quarter.label} closes on ${dayInWords(closing.at, department.zone)}.</b>
    </p>
    <details>
      <summary>How was this date calculated?</summary>
      <ul>
        ${countedLines(closing.days)}
      </ul>
    </details>`;
}

/** A line for each day, with its number if it counts or the reason if it does not. */
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

function daysSection({ department, today, listed, field, errors }: CalendarPage): Markup {
  const text = ({ day, kind, reason }: DepartmentDay) => `${isoDayInWords(day)}: ${kind}, ${reason}`;
  const row = (one: DepartmentDay) =>
    html`<li>
      <span>${text(one)}</span>
      <form method="post" action="${calendarPath(department)}/days/${String(one.id)}/removal">
        <button class="second">Remove<span class="vh"> ${isoDayInWords(one.day)}</span></button>
      </form>
    </li>`;
  const coming = listed.filter(({ day }) => day >= today);
  const past = listed.filter(({ day }) => day < today).toReversed();
  return html`<h2>Closed and open days</h2>
    ${
      coming.length === 0
        ? html`<p class="empty">
            No days are listed. Add days when this department is closed, or when it is open on a weekend or a holiday.
          </p>`
        : html`<ul class="rows">
            ${coming.map(row)}
          </ul>`
    }
    ${
      past.length === 0
        ? ''
        : html`<details>
            <summary>Past dates</summary>
            <ul>
              ${past.map((one) => html`<li>${text(one)}</li>`)}
            </ul>
          </details>`
    }
    ${addForm(department, field, errors)}`;
}

function addForm(department: Department, field: Fields, errors: FieldError[]): Markup {
  return html`<h3>Add a day</h3>
    <form method="post" action="${calendarPath(department)}/days">
      ${textField({ name: 'day', label: 'Date', type: 'date', value: field('day'), isShort: true, errors })}
      ${choiceField({
        name: 'kind',
        label: 'The department is',
        value: field('kind') || 'closed',
        options: [
          { value: 'closed', label: 'Closed on this day' },
          { value: 'open', label: 'Open, even if it is a weekend or a holiday' },
        ],
        errors,
      })}
      ${textField({ name: 'reason', label: 'Reason', value: field('reason'), hint: 'Shown wherever the due date is explained. For example: Winter closure.', errors })}
      <button>Add</button>
    </form>`;
}

function holidaysSection({ department, holidays }: CalendarPage): Markup {
  const settings = html`<a href="${departmentPath(department)}">the department’s settings</a>`;
  return html`<h2>Holidays</h2>
    ${
      department.holidays === null
        ? html`<p>No holidays are set. Enter a country and a state in ${settings}.</p>`
        : html`<p>
              These holidays in ${department.holidays} count as closed. If your office is open on one of them, add it
              above as open. If one is missing, add it as closed. You can change the state in ${settings}.
            </p>
            <ul>
              ${holidays.map(({ day, name }) => html`<li>${isoDayInWords(day)} ${name}</li>`)}
            </ul>`
    }`;
}

function hoursSection({ department, hours, errors }: CalendarPage): Markup {
  const time = (name: string, label: string) =>
    textField({ name, label, type: 'time', value: hours(name), isShort: true, errors });
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

function withWeekday(day: string): string {
  return `${weekdays[weekdayOf(day)]}, ${isoDayInWords(day)}`;
}

/** From 0 for Monday to 6 for Sunday. */
function weekdayOf(day: string): number {
  return (new Date(day).getUTCDay() + 6) % 7;
}
