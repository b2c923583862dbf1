import { dayInWords, isoDayInWords, timeInWords } from '@heart-survey/shared/dates';
import { html } from 'hono/html';
import type { Markup } from '../pages/page.ts';
import type { Department, Desk } from '../org/org.ts';
import type { Note } from '../work/work.ts';
import type { CaseMessage } from './detail-queries.ts';
import type { CaseEvent } from './events.ts';
import { channelNames, kindNames } from './kinds.ts';
import { letterPath } from './paths.ts';
import type { CaseFile } from './queries.ts';

/** What the history of a case is written from. */
export interface History {
  events: readonly CaseEvent[];
  messages: readonly CaseMessage[];
  notes: readonly Note[];
  /** The names of people and of named employees, by id. */
  people: ReadonlyMap<string, string>;
  employees: ReadonlyMap<number, string>;
  desks: readonly Desk[];
  /** The names of offices and of departments, by id. */
  offices: ReadonlyMap<number, string>;
  departments: ReadonlyMap<number, string>;
  department: Department;
  file: Pick<CaseFile, 'reference' | 'language'>;
  /** Whether only the date is known of when it came. */
  isTimeHidden: boolean;
}

/** Why a clock stands still, as staff read it. */
export const pauseNames = {
  writer: 'waiting for the writer',
  agency: 'waiting for another agency',
  investigation: 'an investigation by others',
  other: 'another reason',
};

const messageNames: Record<CaseMessage['kind'], string> = {
  'from writer': 'Message from the writer',
  acknowledgement: 'Acknowledgement',
  message: 'Message to the writer',
  extension: 'New date, with the reason',
  answer: 'Answer',
  'second stage': 'Start of the second stage',
  'second answer': 'Answer of the second stage',
};

const wayNames = { email: 'by email', print: 'to print and mail', receipt: 'to read with the receipt' };

/** Everything that happened to a case, oldest first: its events, messages and notes in one list. */
export function historySection(history: History): Markup {
  const { file, events, messages, notes, department } = history;
  const entries = [
    ...events.flatMap((event) => {
      const words = eventWords(event, history);
      return words === undefined ? [] : [{ at: event.at, entry: eventEntry(event, words, history) }];
    }),
    ...messages.map((message) => ({ at: message.at, entry: messageEntry(message, department, file) })),
    ...notes.map((note) => ({ at: note.at, entry: noteEntry(note, department) })),
  ].toSorted((one, other) => one.at - other.at);
  return html`<h2 id="history">History</h2>
    <ol class="history">
      ${entries.map(({ entry }) => entry)}
    </ol>`;
}

function eventEntry(event: CaseEvent, words: string, { people, department, isTimeHidden }: History): Markup {
  const hidesTime = isTimeHidden && (event.kind === 'received' || event.kind === 'danger');
  const when = (hidesTime ? dayInWords : timeInWords)(event.at, department.zone);
  const who = event.personId === null ? '' : ` · ${people.get(event.personId) ?? 'Someone'}`;
  return html`<li>
    <p class="quiet">${when}${who}</p>
    <p>${words}</p>
  </li>`;
}

/** Undefined for an event that a message or a note tells already. */
function eventWords(
  event: CaseEvent,
  { people, employees, desks, offices, departments, department }: History,
): string | undefined {
  const desk = (id: number) => desks.find((one) => one.id === id)?.name ?? 'another desk';
  const person = (id: string | null) => (id === null ? 'no one' : (people.get(id) ?? 'someone'));
  const employee = (id: number) => employees.get(id) ?? 'an employee';
  const moment = (at: number | null) => (at === null ? 'no date' : dayInWords(at - 1, department.zone));
  switch (event.kind) {
    case 'received':
      return event.personId === null ? 'Came in.' : 'Came in, and was entered.';
    case 'acknowledged':
      return 'Acknowledged.';
    case 'investigating':
      return 'The investigation began.';
    case 'answered':
      return 'Answered.';
    case 'closed':
      return 'Closed.';
    case 'reopened':
      return 'Reopened. The clocks of the new round began.';
    case 'paused':
      return `Clocks paused: ${pauseNames[event.detail.category]}.`;
    case 'resumed':
      return 'Clocks running again.';
    case 'extended':
      return `New date for the answer: ${isoDayInWords(event.detail.until)}.`;
    case 'office changed':
      return `Department or office changed to ${offices.get(event.detail.region ?? 0) ?? departments.get(event.detail.department) ?? 'another'}.`;
    case 'moved':
      return `Handed over from ${desk(event.detail.from)} to ${desk(event.detail.to)}.`;
    case 'handed':
      return `Owner changed from ${person(event.detail.from)} to ${person(event.detail.to)}.`;
    case 'kind changed':
      return `Changed from “${kindNames[event.detail.from]}” to “${kindNames[event.detail.to]}”.`;
    case 'named':
      return `Marked as being about ${employee(event.detail.employeeId)}, who cannot see it.`;
    case 'unnamed':
      return `No longer marked as being about ${employee(event.detail.employeeId)}.`;
    case 'danger':
      return event.personId === null
        ? 'Words in it may describe danger or abuse. An alert was sent.'
        : 'Marked as danger or abuse. An alert was sent.';
    case 'danger ended':
      return event.detail.outcome === 'reported' ? 'The danger was reported.' : 'The danger was found not reportable.';
    case 'due moved':
      return `The calendar changed, so a promised date moved from ${moment(event.detail.from)} to ${moment(event.detail.to)}.`;
    case 'erased':
      return 'The text was erased along with the survey comment that it came from.';
    case 'not satisfied':
      return `The writer is not satisfied with the answer (${channelNames[event.detail.channel].toLowerCase()}). The second stage began.`;
    case 'committee offered':
      return `Offered to put the matter on a committee’s agenda on ${isoDayInWords(event.detail.on)}.`;
    case 'outcome':
      return `Outcome: ${event.detail.outcome}.`;
    case 'improvement':
      return event.detail.answer === 'change'
        ? 'Entered what should change.'
        : 'Found that no procedure or expectation has to change.';
    case 'action added':
      return 'An action was added.';
    case 'action ended':
      return event.detail.ending === 'done' ? 'An action was done.' : 'An action was dropped.';
    case 'linked':
      return event.detail.as === 'duplicate' ? 'Linked as a duplicate.' : 'Linked to another case.';
    case 'unlinked':
      return 'A link to another case was removed.';
    case 'permission':
      return {
        asked: 'Asked the writer whether we may pass a need on to another agency.',
        given: 'The writer gave permission to pass a need on.',
        refused: 'The writer did not give permission to pass a need on.',
      }[event.detail.answer];
    case 'passed on':
      return `A need was passed on to another agency. Follow up on ${isoDayInWords(event.detail.followUpOn)}.`;
    case 'followed up':
      return 'Followed up on a need that was passed on.';
    case 'breach decided':
      return event.detail.isBreach ? 'Found to be a breach of privacy.' : 'Found not to be a breach of privacy.';
    case 'person notified':
      return `The person whose privacy was breached was notified on ${isoDayInWords(event.detail.on)}.`;
    case 'commissioner notified':
      return `The privacy commissioner was notified on ${isoDayInWords(event.detail.on)}.`;
    case 'held':
      return 'A legal hold was placed on it.';
    case 'released':
      return 'The legal hold was lifted.';
    case 'contact erased':
      return 'The writer’s contact information was erased.';
    case 'text erased':
      return 'Something that was written here was erased.';
    default:
      return undefined;
  }
}

function messageEntry(
  { id, at, kind, sender, way, text }: CaseMessage,
  { zone }: Department,
  { reference, language }: History['file'],
): Markup {
  const day = dayInWords(at, zone);
  return html`<li id="message-${id}">
    <p class="quiet">${timeInWords(at, zone)} · ${sender ?? 'The writer'}</p>
    <p><b>${messageNames[kind]}</b>${way === null ? '' : `, ${wayNames[way]}`}</p>
    ${
      way === 'print' && text !== null
        ? html`<p>
            <a href="${letterPath(reference, id)}">Print the letter<span class="vh"> of ${day}</span></a> ·
            <a href="${letterPath(reference, id)}.pdf">PDF<span class="vh"> of the letter of ${day}</span></a>
          </p>`
        : ''
    }
    ${text === null ? html`<p class="quiet">This message was erased.</p>` : html`<p class="written" lang="${language}" dir="auto">${text}</p>`}
  </li>`;
}

function noteEntry({ at, name, text }: Note, { zone }: Department): Markup {
  return html`<li>
    <p class="quiet">${timeInWords(at, zone)} · ${name}</p>
    <p><b>Note</b></p>
    ${text === null ? html`<p class="quiet">This note was erased.</p>` : html`<p class="written" dir="auto">${text}</p>`}
  </li>`;
}
