import { dayInWords, isoDayInWords } from '@heart-survey/shared/dates';
import { html } from 'hono/html';
import type { PageContent } from '../console/console.ts';
import type { Desk, Region } from '../org/org.ts';
import { errorSummary, successMessage, type FieldError } from '../pages/fields.ts';
import type { Markup } from '../pages/page.ts';
import type { CaseClock } from './clocks.ts';
import { dangerSection } from './danger-section.ts';
import type { UsualTexts } from '../letters/letters.ts';
import type { CaseContact, CaseDanger } from './detail-queries.ts';
import { committeeOffer } from './deciding-steps.ts';
import { historySection, type History } from './history.ts';
import type { CaseImprovement } from './improvements.ts';
import { channelNames, kindNames } from './kinds.ts';
import { casesLabel } from './list-page.ts';
import { whenItCame } from './notice-emails.ts';
import { casesPath, casePath } from './paths.ts';
import type { CaseFile } from './queries.ts';
import { outcomeNames, outcomesOf } from './outcomes.ts';
import { peopleSection } from './people-section.ts';
import { handOversIn, type SecondStage } from './second-stage.ts';
import { stepsSection } from './steps-section.ts';
import { stageNames } from './steps.ts';

/** What the page of a case shows. */
export interface CasePage extends History {
  file: CaseFile;
  desk: Desk;
  region: Region | undefined;
  /** The departments and offices that it can be about. */
  officeChoices: { value: string; label: string }[];
  contact: CaseContact | undefined;
  clocks: CaseClock[];
  /** The usual text of each letter to send, with what is known filled in. */
  usual: UsualTexts;
  dangers: CaseDanger[];
  /** The employees whom it is about. */
  named: { id: number; name: string; personId: string | null; email: string | null }[];
  /** The department's employees who can be named. */
  nameable: { id: number; name: string; office: string; personId: string | null; email: string | null }[];
  /** The people who can be its owner. */
  owners: { id: string; name: string }[];
  second: SecondStage;
  /** What should change because of it, oldest first. */
  improvements: readonly CaseImprovement[];
  owner: string | undefined;
  /** Whether the reader is its owner or a manager of its department, or it has no owner. */
  isOwn: boolean;
  readerId: string;
  now: number;
  /** What should be done before it is closed. */
  leftToDo?: readonly string[];
  notice?: string | undefined;
  errors?: FieldError[];
  /** What was typed into a form that was rejected. */
  typed?: Readonly<Record<string, string>>;
}

const notices = {
  step: 'Saved.',
  sent: 'Saved. The email is on its way.',
  print: 'Saved. Now print the letter from the history below.',
  noted: 'Note added.',
  danger: 'The alert was sent.',
  second: 'The second stage began.',
  before: 'This was already done.',
  held: 'The hold is placed. Nothing of this case is erased.',
  released: 'The hold is lifted.',
  'text-erased': 'Erased.',
  'text-erased-busy':
    'Erased. The database is busy, so its log still has the text. It is removed from there within the hour.',
  'not-erased': 'Nothing was erased. It was erased before, or the case is on hold.',
  'erasure-asked': 'Saved. A second person who sees this case has to agree.',
  'erasure-refused': 'The case is not erased.',
};

/**
 * One case: where it stands, what its writer said, what can be done next, and everything that happened.
 * @param sections what later features show of it.
 */
export function casePage(page: CasePage, sections: readonly (Markup | '')[]): PageContent {
  const { file, department, errors = [], notice } = page;
  return {
    title: `Case ${file.reference}`,
    sub: html`${kindNames[file.kind]} · ${department.name}`,
    current: casesLabel,
    hasProblem: errors.length > 0,
    main: [
      errorSummary(errors),
      keptWords(page),
      successMessage(notice, notices),
      dangerSection(page),
      facts(page),
      partsNav(sections),
      html`<h2>What happened</h2>
        ${
          file.text === null
            ? html`<p class="quiet">The text was erased.</p>`
            : html`<p class="written" lang="${file.language}" dir="auto">${file.text}</p>`
        }`,
      stepsSection(page),
      peopleSection(page),
      html`<div id="follow-ups">${sections}</div>`,
      historySection(page),
      html`<p><a href="${casesPath}">All cases</a></p>`,
    ],
  };
}

function partsNav(sections: readonly (Markup | '')[]): Markup {
  const hasMore = sections.some((section) => section !== '');
  return html`<nav aria-label="On this page" class="views screen-only">
    <a href="#steps">What to do next</a>
    <a href="#people">People and desks</a>
    ${hasMore ? html`<a href="#follow-ups">Follow-ups and records</a>` : ''}
    <a href="#history">History</a>
  </nav>`;
}

/** The names of fields in which people write. */
const isWritten = /(?:^|-)(?:text|reason|note)$/;

/** What someone typed while someone else was first. The form that it was in may not be on the page anymore. */
function keptWords({ errors = [], typed = {} }: CasePage): Markup | '' {
  const texts = Object.entries(typed).flatMap(([name, value]) => (value !== '' && isWritten.test(name) ? [value] : []));
  if (texts.length === 0 || errors.every(({ at }) => at !== '')) return '';
  return html`<div class="aside">
    <p>You typed:</p>
    ${texts.map((text) => html`<p class="written" dir="auto">${text}</p>`)}
  </div>`;
}

function facts(page: CasePage): Markup {
  const { file, desk, region, owner, events, department } = page;
  const handovers = handOversIn(events);
  return html`<dl class="case-facts">
    ${fact('Stage', stageNames[file.stage])} ${secondStage(page)} ${fact('Promises', promises(page))}
    ${outcomeFact(page)} ${committeeFact(page)} ${improvementFacts(page)}
    ${fact('Desk', `${desk.name}${file.sight === 'restricted' ? ' (only this desk and the owner see it)' : ''}`)}
    ${fact('Owner', owner ?? 'No owner yet')}
    ${
      handovers === 0
        ? ''
        : fact(
            'Handed over',
            handovers === 1
              ? 'Once'
              : `${handovers} times. Customers should have to change desks only once (Policy 2-3-12, section 2.4.2).`,
          )
    }
    ${fact('Came in', `${whenItCame(file, department)} · ${channelNames[file.channel]}`)}
    ${fact('Office', region?.name ?? 'Not known')} ${fact('The writer', contactWords(page))}
    ${file.flags === null ? '' : fact('May be spam', flagWords(file.flags))}
  </dl>`;
}

function secondStage({ second: { begunAt, isAnswered, isOver }, department }: CasePage): Markup | '' {
  if (begunAt === null) return '';
  const unanswered = isOver
    ? 'It was closed without a second answer.'
    : 'Someone who did not handle it before answers now.';
  const state = isAnswered ? 'The second answer was sent.' : unanswered;
  return fact('Second stage', `The writer was not satisfied on ${dayInWords(begunAt, department.zone)}. ${state}`);
}

function outcomeFact({ events, second: { begunAt } }: CasePage): Markup | '' {
  const { first, second } = outcomesOf(events);
  const before = first === undefined ? '' : outcomeNames[first];
  if (begunAt === null) return first === undefined ? '' : fact('Outcome', before);
  return [first, second].every((one) => one === undefined)
    ? ''
    : fact(
        'Outcome',
        [
          ...(second === undefined ? [] : [`${outcomeNames[second]} (second stage)`]),
          ...(first === undefined ? [] : [`${before} (first stage)`]),
        ].join(', '),
      );
}

function committeeFact(page: CasePage): Markup | '' {
  const on = committeeOffer(page);
  return on === undefined ? '' : fact('Committee', `Offered on ${isoDayInWords(on)}`);
}

const improvementFacts = ({ improvements }: CasePage): Markup[] =>
  improvements.map(({ answer, text }) =>
    fact(
      answer === 'change' ? 'What should change' : 'Nothing has to change',
      text === null ? 'The text was erased.' : html`<span class="line" dir="auto">${text}</span>`,
    ),
  );

const fact = (name: string, value: Markup | string) =>
  html`<div>
    <dt>${name}</dt>
    <dd>${value}</dd>
  </div>`;

/** Each promise with its date. How it was counted is on a page of its own. */
function promises({ clocks, file, department, now }: CasePage): Markup {
  const line = ({ rule, dueAt, state, breaches }: CaseClock) => {
    const day = dueAt === null ? undefined : dayInWords(dueAt - 1, department.zone);
    const words = {
      running: dueAt !== null && dueAt <= now ? `was due on ${day}` : `due on ${day}`,
      paused: 'paused',
      kept: breaches.length === 0 ? 'kept' : 'done, late',
      late: 'late',
      dropped: 'closed without it',
    }[state];
    return html`<li class="${breaches.length > 0 ? 'below' : ''}">${rule.name}: ${words}</li>`;
  };
  return html`<ul class="plain">
      ${clocks.map(line)}
    </ul>
    <a href="${casePath(file.reference)}/counted">How was this counted?</a>`;
}

function contactWords({ contact, file }: CasePage): Markup | string {
  if (file.responseId !== null) return 'We do not know who wrote the comment, and they have no receipt.';
  if (contact === undefined) return 'No name and no address. They can read the answer with their receipt.';
  const name = [contact.title, contact.name].filter(Boolean).join(' ');
  const lines = [name, contact.email, contact.phone, contact.post].filter((one): one is string => Boolean(one));
  return html`${lines.map((one) => html`<span class="line" dir="auto">${one}</span>`)}`;
}

const flagNames: Record<string, string> = {
  trap: 'a hidden field was filled in',
  fast: 'it was sent faster than anyone types',
  foreign: 'it came from another website',
  burst: 'it is one of many identical ones',
  many: 'it is one of many from one network',
};

const flagWords = (flags: string) =>
  flags
    .split(' ')
    .map((flag) => flagNames[flag] ?? flag)
    .join('; ');
