import { dayInWords, timeInWords } from '@heart-survey/shared/dates';
import { html } from 'hono/html';
import type { PageContent } from '../console/console.ts';
import type { Department, Desk } from '../org/org.ts';
import { choiceField, successMessage, textField } from '../pages/fields.ts';
import type { Markup } from '../pages/page.ts';
import { kindNames, kinds, type CaseKind } from './kinds.ts';
import type { Asked, ListedCase } from './list-queries.ts';
import { casePath, casesPath, logPath } from './paths.ts';
import { stageNames } from './steps.ts';

/** The menu's label of these pages. */
export const casesLabel = 'Cases';

export interface ListPage {
  cases: ListedCase[];
  departments: Department[];
  /** The desks among which the reader can choose. */
  desks: Desk[];
  view: Asked['view'];
  desk: string;
  kind: CaseKind | null;
  /** What was searched for; empty if nothing was. */
  search: string;
  isCut: boolean;
  /** The address of the next page. */
  next: string | undefined;
  mayEnter: boolean;
  now: number;
  notice: string | undefined;
}

const notices = {
  gone: 'Done. You can no longer see that case.',
  second: 'The second stage began. You can no longer see that case.',
  erased: 'The case was erased.',
  'erased-busy':
    'The case was erased. The database is busy, so its log still has some of it. It is removed from there within the hour.',
};

const viewNames: Record<Asked['view'], string> = { open: 'Open', mine: 'Mine', closed: 'Closed' };

/** The cases that the reader sees: what is due first comes first. */
export function listPage(page: ListPage): PageContent {
  const { view, search, mayEnter, notice } = page;
  return {
    title: search === '' ? `${viewNames[view]} cases`.replace('Mine cases', 'My cases') : 'Search',
    sub: html`Complaints and requests from customers · <a href="${logPath}">Log</a>`,
    current: casesLabel,
    main: [
      successMessage(notice, notices),
      mayEnter ? html`<p><a class="button" href="${casesPath}/new">Enter a complaint</a></p>` : '',
      views(view, search),
      filters(page),
      page.cases.length === 0 ? nothing(page) : table(page),
      more(page),
    ],
  };
}

function views(current: Asked['view'], search: string): Markup {
  return html`<nav aria-label="Cases" class="views">
    ${Object.entries(viewNames).map(([view, name]) =>
      view === current && search === ''
        ? html`<a href="${casesPath}?view=${view}" aria-current="page">${name}</a>`
        : html`<a href="${casesPath}?view=${view}">${name}</a>`,
    )}
  </nav>`;
}

function filters({ view, desks, desk, kind, search }: ListPage): Markup {
  return html`<form class="fields" action="${casesPath}" role="search">
    <input type="hidden" name="view" value="${view}" />
    ${
      desks.length > 1
        ? choiceField({
            name: 'desk',
            label: 'Desk',
            value: desk,
            options: [
              { value: '', label: 'All desks' },
              ...desks.map(({ slug, name }) => ({ value: slug, label: name })),
            ],
          })
        : ''
    }
    ${choiceField({
      name: 'kind',
      label: 'What it is about',
      value: kind ?? '',
      options: [{ value: '', label: 'Everything' }, ...kinds.map((one) => ({ value: one, label: kindNames[one] }))],
    })}
    ${textField({ name: 'q', label: 'Reference, name, or words', type: 'search', value: search })}
    <div class="field"><button class="second">Show</button></div>
  </form>`;
}

function nothing({ view, search }: ListPage): Markup {
  if (search !== '') return html`<p class="empty">No results. The search covers only cases that you can see.</p>`;
  const words = {
    open: 'No case is open. New ones appear here right away.',
    mine: 'You do not own any open cases.',
    closed: 'No case has been closed yet.',
  };
  return html`<p class="empty">${words[view]}</p>`;
}

function table({ cases, departments, search, now }: ListPage): Markup {
  return html`<div class="scroll" tabindex="0" role="region" aria-label="Cases">
    <table>
      <caption>
        ${search === '' ? 'What is due first comes first.' : 'The newest comes first.'}
      </caption>
      <thead>
        <tr>
          <th scope="col">Reference</th>
          <th scope="col">What it is about</th>
          <th scope="col">Stage</th>
          <th scope="col">Due</th>
          <th scope="col">Desk and owner</th>
          <th scope="col">Came in</th>
        </tr>
      </thead>
      <tbody>
        ${cases.map((one) =>
          row(
            one,
            departments.find(({ id }) => id === one.department_id)!,
            now,
          ),
        )}
      </tbody>
    </table>
  </div>`;
}

function row(one: ListedCase, department: Department, now: number): Markup {
  const { reference, kind, stage, desk, owner, received_at, is_time_hidden, is_unread, is_danger, is_second, flags } =
    one;
  const came = is_time_hidden === 1 ? dayInWords : timeInWords;
  return html`<tr>
    <th scope="row">
      <a class="reference" href="${casePath(reference)}">${reference}</a>
      ${is_danger === 1 ? html`<small class="below">May describe danger</small>` : ''}
      ${is_unread === 1 ? html`<small>${stage === 'received' ? 'New' : 'New message'}</small>` : ''}
    </th>
    <td>
      ${kindNames[kind]} ${one.sight === 'restricted' ? html`<small>Restricted</small>` : ''}
      ${flags === null ? '' : html`<small>May be spam</small>`}
    </td>
    <td>${stageNames[stage]}${is_second === 1 ? html`<small>Second stage</small>` : ''}</td>
    <td>${dueCell(one, department, now)}</td>
    <td>${desk}<small>${owner ?? 'No owner yet'}</small></td>
    <td>${department.name}<small>${came(received_at, department.zone)}</small></td>
  </tr>`;
}

function dueCell({ due_at, closed_at, breaches, stage }: ListedCase, { zone }: Department, now: number): Markup {
  const late =
    breaches === 0
      ? ''
      : html`<small class="below">${breaches === 1 ? '1 promise missed' : `${breaches} promises missed`}</small>`;
  if (closed_at !== null) return html`Closed ${dayInWords(closed_at, zone)}${late}`;
  if (due_at === null) return html`${stage === 'answered' ? 'Answered' : 'Paused'}${late}`;
  // The due date is the first moment after its last day.
  const day = dayInWords(due_at - 1, zone);
  return due_at <= now ? html`<b class="below">Was due ${day}</b>${late}` : html`${day}${late}`;
}

function more({ next, isCut, search }: ListPage): Markup | '' {
  if (search !== '') return isCut ? html`<p>There are more. Add a word to find fewer.</p>` : '';
  if (next === undefined) return '';
  return html`<nav class="actions" aria-label="More cases">
    <a class="button second" href="${next}">More cases</a>
  </nav>`;
}
