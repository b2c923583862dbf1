import { dayFrom, dayInWords, timeInWords } from '@heart-survey/shared/dates';
import { html } from 'hono/html';
import {
  casePath,
  casesLabel,
  casesPath,
  channelNames,
  channels,
  kindNames,
  kinds,
  logPath,
  outcomeNames,
  outcomes,
  stageNames,
} from '../cases/cases.ts';
import type { PageContent } from '../console/console.ts';
import type { Department, Desk, Region } from '../org/org.ts';
import { checkboxField, choiceField, errorSummary, textField, type FieldError } from '../pages/fields.ts';
import type { Markup } from '../pages/page.ts';
import { queryOf, type Asked } from './asked.ts';
import { actionInWords } from './files.ts';
import { courseOf } from './line.ts';
import type { LoggedCase } from './queries.ts';

export interface LogPageContent {
  asked: Asked;
  cases: LoggedCase[];
  departments: readonly Department[];
  desks: readonly Desk[];
  regions: readonly Region[];
  /** The filters as typed, if they were rejected. */
  errors: FieldError[];
  typed: { from: string; to: string };
  /** The address of the next page. */
  next: string | undefined;
  /** Whether the reader works at a restricted desk. */
  seesRestricted: boolean;
}

/** All cases that the reader may see, newest first, with filters and files. */
export function logPage(page: LogPageContent): PageContent {
  const { asked, cases, errors, next } = page;
  return {
    title: 'Log of cases',
    sub: html`All complaints and requests that you can see (Policy 2-3-12, section 6.2). ·
      <a href="${casesPath}">Cases</a>`,
    current: casesLabel,
    hasProblem: errors.length > 0,
    main: [
      errorSummary(errors),
      filters(page),
      cases.length === 0 ? html`<p class="empty">No cases match these filters.</p>` : table(page, 'screen'),
      next === undefined
        ? ''
        : html`<nav class="actions" aria-label="More cases">
            <a class="button second" href="${next}">More cases</a>
          </nav>`,
      restrictedNote(page),
      cases.length === 0 ? '' : files(asked),
    ],
  };
}

/** The log to be printed from the browser, oldest first. */
export function printedLogPage(page: LogPageContent & { isCut: boolean; printedAt: string }): PageContent {
  const { asked, cases, isCut, printedAt } = page;
  return {
    title: 'Log of cases',
    sub: `${filtersInWords(asked)} Printed ${printedAt}.`,
    current: casesLabel,
    main: [
      html`<p class="screen-only">
        Print this page with your browser. <a href="${logPath}?${queryOf(asked).toString()}">Back to the log</a>
      </p>`,
      isCut
        ? html`<p class="call">
            Only the first ${cases.length.toLocaleString('en-US')} cases are on this page. Choose a shorter period, or
            download the log as a file.
          </p>`
        : '',
      cases.length === 0 ? html`<p class="empty">No cases match these filters.</p>` : table(page, 'print'),
      restrictedNote(page),
    ],
  };
}

function restrictedNote({ seesRestricted }: LogPageContent): Markup {
  return html`<p class="note">
    ${
      seesRestricted
        ? 'In files and in print, restricted cases appear without their content.'
        : 'Cases at restricted desks, such as breaches of privacy, are only in the log of those desks.'
    }
  </p>`;
}

const all = { value: '', label: 'All' };

function filters({ asked, departments, desks, errors, typed }: LogPageContent): Markup {
  const { department, desk, kind, channel, outcome, only, hasTexts } = asked;
  const named = <T extends string>(values: readonly T[], names: Record<T, string>) =>
    values.map((value) => ({ value, label: names[value] }));
  const bySlug = (list: readonly { slug: string; name: string }[]) =>
    list.map(({ slug, name }) => ({ value: slug, label: name }));
  return html`<form class="fields" action="${logPath}">
    ${textField({ name: 'from', label: 'Received from', type: 'date', value: typed.from, errors })}
    ${textField({ name: 'to', label: 'Received through', type: 'date', value: typed.to, errors })}
    ${
      departments.length > 1
        ? choiceField({
            name: 'department',
            label: 'Department',
            value: department?.slug ?? '',
            options: [all, ...bySlug(departments)],
          })
        : ''
    }
    ${
      desks.length > 1
        ? choiceField({ name: 'desk', label: 'Desk', value: desk?.slug ?? '', options: [all, ...bySlug(desks)] })
        : ''
    }
    ${choiceField({ name: 'kind', label: 'What it is about', value: kind ?? '', options: [all, ...named(kinds, kindNames)] })}
    ${choiceField({
      name: 'channel',
      label: 'How it came in',
      value: channel ?? '',
      options: [all, ...named(channels, channelNames)],
    })}
    ${choiceField({
      name: 'outcome',
      label: 'Outcome',
      value: outcome ?? '',
      options: [all, ...outcomes.map((value) => ({ value, label: outcomeNames[value] }))],
    })}
    ${choiceField({
      name: 'only',
      label: 'Only cases',
      value: only ?? '',
      options: [
        all,
        { value: 'missed', label: 'With a missed promise' },
        { value: 'second', label: 'In the second stage' },
      ],
    })}
    ${checkboxField({
      name: 'texts',
      label: 'Include what was written in files and in print',
      value: 'yes',
      isChecked: hasTexts,
      hint: 'What happened, the answers, and the actions. They may name people.',
    })}
    <div class="field"><button class="second">Show</button></div>
  </form>`;
}

function files(asked: Asked): Markup {
  const query = queryOf(asked).toString();
  const to = (name: string) => `${logPath}${name}${query === '' ? '' : `?${query}`}`;
  return html`<h2>Export</h2>
    <p>Files have all cases that match these filters, oldest first. Each download is recorded.</p>
    <ul>
      <li><a href="${to('.csv')}">CSV file</a></li>
      <li><a href="${to('.xlsx')}">Excel workbook</a></li>
      <li><a href="${to('/print')}">Print</a></li>
    </ul>`;
}

function table({ cases, departments, regions, asked }: LogPageContent, on: 'screen' | 'print'): Markup {
  const row = (one: LoggedCase) => {
    const department = departments.find(({ id }) => id === one.department_id)!;
    const office = regions.find(({ id }) => id === one.region_id)?.name ?? 'Office not known';
    const cells =
      on === 'print' && one.sight === 'restricted' ? restrictedCells(one) : casesCells(one, department, office);
    return html`<tr>
        <th scope="row">
          ${on === 'print' ? one.reference : html`<a class="reference" href="${casePath(one.reference)}">${one.reference}</a>`}
        </th>
        <td>${cameIn(one, department)}</td>
        ${cells}
      </tr>
      ${on === 'print' && asked.hasTexts && one.sight !== 'restricted' ? textRow(one) : ''}`;
  };
  return html`<div class="scroll" tabindex="0" role="region" aria-label="Log of cases">
    <table>
      <caption>
        ${filtersInWords(asked)} ${on === 'print' ? 'Oldest first.' : 'Newest first.'}
      </caption>
      <thead>
        <tr>
          <th scope="col">Reference</th>
          <th scope="col">Came in</th>
          <th scope="col">What it is about</th>
          <th scope="col">Department and desk</th>
          <th scope="col">Stage</th>
          <th scope="col">First answer</th>
          <th scope="col">Promises missed</th>
        </tr>
      </thead>
      <tbody>
        ${cases.map(row)}
      </tbody>
    </table>
  </div>`;
}

const cameIn = ({ received_at, is_time_hidden, sight }: LoggedCase, { zone }: Department) =>
  (is_time_hidden === 1 || sight === 'restricted' ? dayInWords : timeInWords)(received_at, zone);

function casesCells(one: LoggedCase, { name, zone }: Department, office: string): Markup {
  const { answeredAt, daysToAnswer, outcome, secondStageAt, secondAnsweredAt, handOvers } = courseOf(one.events, zone);
  const day = (at: number) => dayInWords(at, zone);
  return html`<td>${kindNames[one.kind]}<small>${channelNames[one.channel]}</small></td>
    <td>
      ${name}<small>${office}</small><small>${one.desk}${one.owner === null ? '' : `, ${one.owner}`}</small>
      ${handOvers === 0 ? '' : html`<small>${handOvers === 1 ? 'Changed desks once' : `Changed desks ${handOvers} times`}</small>`}
    </td>
    <td>
      ${stageNames[one.stage]}${outcome === null ? '' : html`<small>${outcomeNames[outcome]}</small>`}
      ${one.closed_at === null ? '' : html`<small>Closed ${day(one.closed_at)}</small>`}
    </td>
    <td>
      ${answeredAt === null ? 'Not yet' : html`${day(answeredAt)}<small>${daysInWords(daysToAnswer!)}</small>`}
      ${secondStageAt === null ? '' : html`<small>Not satisfied ${day(secondStageAt)}</small>`}
      ${secondAnsweredAt === null ? '' : html`<small>Second answer ${day(secondAnsweredAt)}</small>`}
    </td>
    <td class="number">${one.breaches}</td>`;
}

function restrictedCells({ desk, stage }: LoggedCase): Markup {
  return html`<td>Restricted</td>
    <td>${desk}</td>
    <td>${stageNames[stage]}</td>
    <td></td>
    <td></td>`;
}

function textRow({ text, answers, actions }: LoggedCase): Markup {
  const part = (name: string, words: string) =>
    words === ''
      ? ''
      : html`<p><b>${name}</b></p>
          <p class="written" dir="auto">${words}</p>`;
  return html`<tr>
    <td colspan="7">
      ${part('What happened', text ?? 'Erased')} ${answers.map((answer) => part('Answer', answer))}
      ${part('Actions', actions.map(actionInWords).join('\n'))}
    </td>
  </tr>`;
}

const daysInWords = (days: number) => (days === 0 ? 'Same day' : days === 1 ? 'After 1 day' : `After ${days} days`);

/** Which cases these are, in one sentence. */
function filtersInWords({ from, to, department, desk, kind, channel, outcome, only }: Asked): string {
  const day = (iso: string) => dayFrom(iso)!.inWords;
  const parts = [
    from === null ? '' : `from ${day(from)}`,
    to === null ? '' : `through ${day(to)}`,
    department?.name ?? '',
    desk === null ? '' : `desk: ${desk.name}`,
    kind === null ? '' : kindNames[kind],
    channel === null ? '' : channelNames[channel],
    outcome === null ? '' : outcomeNames[outcome],
    only === 'missed' ? 'with a missed promise' : only === 'second' ? 'in the second stage' : '',
  ].filter((part) => part !== '');
  return parts.length === 0 ? 'All cases.' : `Cases: ${parts.join('; ')}.`;
}
