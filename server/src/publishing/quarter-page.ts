import { grouped } from '@heart-survey/shared/counts';
import { dayInWords, monthsInWords } from '@heart-survey/shared/dates';
import { html } from 'hono/html';
import type { PageContent } from '../console/console.ts';
import type { OutsideFigures } from '../figures/figures.ts';
import { checkboxField, errorSummary, successMessage, type FieldError } from '../pages/fields.ts';
import type { Markup } from '../pages/page.ts';
import { reasonField } from '../pages/reason.ts';
import { responsesInWords } from '../results/results.ts';
import {
  amountInWords,
  measureInWords,
  targetInWords,
  type ShownStandard,
} from '../service-standards/service-standards.ts';
import { actionKey, standardKey, type Chosen, type Offered } from './offered.ts';
import type { PublishedYear } from './published.ts';
import { previewPath, publicPath, publishedPath, publishingPath } from './paths.ts';
import { hasNewer, publishedIn, type PublishingState } from './state.ts';
import { historySection, stateInWords } from './words.ts';

export interface QuarterPage {
  state: PublishingState;
  /** What the public would see of the last submission. */
  figures: OutsideFigures;
  /** The fiscal year by customer group that the public sees together with this quarter, if there is one. */
  groupYear: PublishedYear | undefined;
  offered: Offered;
  /** What is checked. */
  chosen: Chosen;
  errors?: FieldError[];
  /** The reason that was typed. */
  reason?: string | undefined;
  notice?: string | undefined;
}

/** Where a representative publishes a submitted quarter, or withdraws it. */
export function quarterPage(page: QuarterPage): PageContent {
  const { state, errors = [], notice } = page;
  const { department, quarter } = state;
  return {
    title: `Publish: ${monthsInWords(quarter)}`,
    sub: html`${department.name} · <a href="${publishedPath(department)}">All submitted quarters</a>`,
    current: 'Published results',
    hasProblem: errors.length > 0,
    main: [
      errorSummary(errors),
      errors.length > 0 ? '' : successMessage(notice, done),
      stateSection(state),
      publishForm(page),
      publishedIn(state) === undefined ? '' : withdrawForm(page),
      html`<h2>History</h2>`,
      historySection(state),
    ],
  };
}

const done = {
  published: 'The quarter is published. Everyone can see it now.',
  withdrawn: 'The quarter is withdrawn. Its page shows your reason.',
};

function stateSection(state: PublishingState): Markup {
  const { department, quarter, events } = state;
  const link =
    events.length === 0
      ? ''
      : html`<dt>Public page</dt>
          <dd><a href="${publicPath(department, quarter)}">${publicPath(department, quarter)}</a></dd>`;
  return html`<dl class="facts">
    <dt>Status</dt>
    <dd>${stateInWords(state)}</dd>
    <dt>Last submitted</dt>
    <dd>Version ${state.version}</dd>
    ${link}
  </dl>`;
}

function publishForm(page: QuarterPage): Markup {
  const { state, offered } = page;
  const { department, quarter } = state;
  if (!state.isCurrent) {
    return html`<p class="aside">
      The quarter was restated after it was submitted.
      ${publishedIn(state) === undefined ? '' : 'The public still sees the version that you published.'} After it is
      submitted again, you can publish it here.
    </p>`;
  }
  const isNew = publishedIn(state) === undefined || hasNewer(state);
  return html`<h2>${isNew ? 'Publish the quarter' : 'Change what is shown with it'}</h2>
    ${isNew ? html`${inShort(page)}` : ''}
    <form method="post" action="${publishingPath(department, quarter)}/publish">
      ${seenFields(state)}
      <input type="hidden" name="offered" value="${offered.seen}" />
      ${actionFields(page)} ${standardFields(page)}
      <p class="actions">
        <button>${isNew ? 'Publish the quarter' : 'Save'}</button>
        <button class="second" formmethod="get" formaction="${previewPath(department, quarter)}">Preview</button>
      </p>
    </form>`;
}

/** What readers will see, in a few sentences. */
function inShort({ state, figures, groupYear }: QuarterPage): Markup {
  const { total, regions, target } = figures;
  const { replaced = [], restated = [] } = figures.quarter;
  const withheld = regions.filter(({ status }) => status === 'suppressed').length;
  const sentence =
    total.status === 'suppressed'
      ? 'The department’s average is withheld.'
      : total.responses === 0
        ? 'No one responded.'
        : `${responsesInWords(total.responses)}, an average of ${total.average}; the goal is ${target}.`;
  return html`<p>Everyone will see, in all languages of the survey:</p>
    <ul>
      <li>${sentence}</li>
      <li>
        The results of ${grouped(regions.length - withheld)} of ${grouped(regions.length)} regions and
        programs${withheld === 0 ? '' : '. The others are withheld, so that no one can work out the answers of 1 to 10 people'}.
      </li>
      ${replaced.length + restated.length === 0 ? '' : html`<li>That this quarter was restated, and when.</li>`}
      ${groupYear === undefined ? '' : groupYearLine(state, groupYear)}
      <li>
        Quotes from this quarter that the customer and the employee agreed to, once a second person has approved them on
        the
        <a href="/console/departments/${state.department.slug}/recognition/wall">thank-you wall</a>.
      </li>
    </ul>
    <p>
      No one is named with the figures. A quote can show the first name of an employee who agreed to that. Files that
      people download stay with them, even if you withdraw the quarter later.
    </p>`;
}

/** The year by customer group has no step of its own. */
function groupYearLine({ department, quarter }: PublishingState, { figures }: PublishedYear): Markup {
  const { label, reason, groups } = figures;
  const withheld = groups.filter(({ status }) => status === 'suppressed').length;
  const shown = `${grouped(groups.length - withheld)} of ${grouped(groups.length)} groups, counting “No group given” as one`;
  return html`<li>
    All four quarters of ${label} are then published, so the department’s page
    ${
      reason === null
        ? html`also shows that year by customer group: ${shown}.${withheld === 0 ? '' : ' The others are withheld.'}`
        : 'also says why that year is not shown by customer group.'
    }
    <a href="/console/departments/${department.slug}/quarters/${quarter.id}/groups">View customer groups</a>
  </li>`;
}

function actionFields({ offered, chosen }: QuarterPage): Markup {
  if (offered.actions.length === 0) {
    return html`<p class="quiet">
      There are no finished actions to show under “You said, we did” yet. They come from approved action plans of this
      quarter and of published quarters.
    </p>`;
  }
  return html`<fieldset>
    <legend>“You said, we did”: which finished actions to show</legend>
    <p class="hint">The public reads exactly these words. Do not check anything that names a person.</p>
    ${offered.actions.map(
      (group) =>
        html`<p>
            <b>${group.regionName}</b>, ${monthsInWords(group.of)}: an average of ${group.average} from
            ${responsesInWords(group.responses)}
          </p>
          ${group.actions.map((label, index) => {
            const value = actionKey(group, index);
            return checkboxField({
              name: 'action',
              id: `action-${value.replaceAll('/', '-')}`,
              label,
              value,
              isChecked: chosen.actions.has(value),
            });
          })}`,
    )}
  </fieldset>`;
}

function standardFields({ offered, chosen, state }: QuarterPage): Markup | '' {
  if (offered.standards.length === 0) return '';
  return html`<fieldset>
    <legend>Which service standards to show</legend>
    <p class="hint">
      The public reads these words and figures as they are now, until you save again. Standards about cases can be shown
      from 30 days after the quarter’s end.
    </p>
    ${offered.standards.map((standard) => {
      const value = standardKey(standard);
      return checkboxField({
        name: 'standard',
        id: `standard-${value}`,
        label: standard.text,
        hint: standardInWords(standard, state.department.zone),
        value,
        isChecked: chosen.standards.has(value),
      });
    })}
  </fieldset>`;
}

const statusWords: Record<ShownStandard['status'], string> = {
  met: 'met',
  missed: 'not met',
  none: 'no data',
  withheld: 'the figure is withheld',
};

/** `Survey: Respect, at least 4.00: met, 4.21, n 240`. */
function standardInWords(standard: ShownStandard, zone: string): string {
  const { status, value, n, correctedAt } = standard;
  const isEntered = standard.measure === 'entered';
  const count = n === null ? '' : `, ${isEntered ? 'based on' : 'n'} ${grouped(n)}`;
  const figure = value === null ? '' : `, ${amountInWords(standard, value)}${count}`;
  const words = `${measureInWords(standard)}, ${targetInWords(standard)}: ${statusWords[status]}${figure}`;
  if (!isEntered) return words;
  const notes = [
    ...(value !== null && n === null ? [unknownCount] : []),
    ...(correctedAt === null
      ? []
      : [`Corrected on ${dayInWords(correctedAt, zone)}. The public sees that day, but not the new figure.`]),
  ];
  if (status === 'withheld') return [`${words}, because it is based on 1 to 10.`, ...notes].join(' ');
  return notes.length === 0 ? words : `${words}. ${notes.join(' ')}`;
}

const unknownCount = 'We have no count for this figure. Do not show it if it is about 1 to 10 people.';

function withdrawForm({ state, errors = [], reason }: QuarterPage): Markup {
  return html`<h2>Withdraw the quarter</h2>
    <p>
      Its page, its files, and its figures on other sites are gone right away. The page says that the results were
      withdrawn, when, and why. We cannot take back copies that other people made.
    </p>
    <form method="post" action="${publishingPath(state.department, state.quarter)}/withdraw">
      ${seenFields(state)}
      ${reasonField({
        name: 'reason',
        label: 'Why it is withdrawn',
        value: reason,
        hint: 'Everyone can read it on the public page. Do not name anyone.',
        errors,
      })}
      <button class="second">Withdraw the quarter</button>
    </form>`;
}

/** What the reader saw: nothing changes if there was another step since, or another submission. */
function seenFields({ submission, events }: PublishingState): Markup {
  return html`<input type="hidden" name="submission" value="${submission}" />
    <input type="hidden" name="events" value="${String(events.length)}" />`;
}
