import { dayInWords } from '@heart-survey/shared/dates';
import type { Quarter } from '@heart-survey/shared/quarters';
import { maskPersonal } from '@heart-survey/shared/mask';
import { html } from 'hono/html';
import { origin, quote, ratingList } from '../comments/comments.ts';
import { choiceField, successMessage, errorSummary, type FieldError } from '../pages/fields.ts';
import { quarterField } from '../pages/quarter-field.ts';
import { reasonField } from '../pages/reason.ts';
import { departmentLinks, type PageContent } from '../console/console.ts';
import type { Markup } from '../pages/page.ts';
import type { FlagKind } from '../responses/responses.ts';
import type { Department, Region } from '../org/org.ts';
import type { FlaggedRow } from './queries.ts';

export interface FlaggedPage {
  department: Department;
  /** All departments whose comments the person may read. */
  departments: Department[];
  /** The regions that the person may read. */
  regions: Region[];
  quarter: Quarter;
  /** The quarters to choose from, latest first. */
  quarters: Quarter[];
  isClosed: boolean;
  /** One page of the counted or the excluded responses, last flagged first. */
  rows: FlaggedRow[];
  areExcluded: boolean;
  /** The first page is 1. */
  page: number;
  isLast: boolean;
  flagged: number;
  excluded: number;
  /** Whether the person may exclude responses and count them again. */
  mayExclude: boolean;
  errors?: FieldError[];
  typed?: { reason: string; ids: string[] };
  notice?: string | undefined;
}

/** The list of a department's flagged responses. */
export function flaggedPath({ slug }: Pick<Department, 'slug'>): string {
  return `/console/departments/${slug}/flagged`;
}

const flagWords: Record<FlagKind, string> = {
  trap: 'A hidden field, which people do not see, was filled in.',
  fast: 'It was sent within two seconds of opening the page.',
  foreign: 'It was sent from a page on another site.',
  many: 'It is one of more than 30 responses within ten minutes, or 300 within a day, for this region from a single network. This may be an attack, or a busy lobby.',
  burst:
    'The same answers were sent many times within ten minutes. Without comments, some of them may be from real customers.',
  self: 'It was sent from the browser of the employee whose link was used.',
};

const done: Record<string, string> = {
  excluded: 'The responses are no longer included in any results. Your reason is stored with them.',
  restored: 'The response counts again.',
  closed: 'Nothing changed: the quarter is closed now, or someone else made the same change first.',
};

export function flaggedPage(page: FlaggedPage): PageContent {
  const { department, quarter, quarters, rows, flagged, areExcluded } = page;
  const { isClosed, mayExclude, errors = [], notice } = page;
  const path = flaggedPath(department);
  const list = html`<ol class="comments" aria-label="Flagged responses, most recently flagged first">
    ${rows.map((row) => entry(page, row))}
  </ol>`;
  return {
    title: 'Flagged responses',
    sub: `${department.name} · ${quarter.label}`,
    current: 'Flagged',
    hasProblem: errors.length > 0,
    main: html`${errorSummary(errors)} ${departmentLinks(page.departments, department, flaggedPath)}
      ${successMessage(notice, done)}
      <form method="get" action="${path}" class="filter">
        ${quarterField(quarters, quarter)}
        ${choiceField({
          name: 'which',
          label: 'Show',
          value: areExcluded ? 'excluded' : 'counting',
          options: [
            { value: 'counting', label: 'Counted' },
            { value: 'excluded', label: 'Excluded' },
          ],
        })}
        <div class="actions"><button>Apply</button></div>
      </form>
      ${
        flagged === 0
          ? html`<p class="empty">
              No flagged responses in ${quarter.label}. Responses that may have come from a bot, or from staff rating
              themselves, are listed here. They count until the representative excludes them.
            </p>`
          : html`<p>${summary(page)}</p>
              ${isClosed ? html`<p>The quarter is closed. Ask a representative to restate it if a response should be excluded or counted again.</p>` : ''}
              ${rows.length === 0 ? html`<p class="empty">${nothingListed(page)}</p>` : mayExclude && !isClosed ? decision(page, list) : list}
              ${otherPages(page)}`
      }`,
  };
}

function nothingListed({ areExcluded, flagged, excluded }: FlaggedPage): string {
  if (areExcluded) return excluded === 0 ? 'No responses are excluded.' : 'No more excluded responses.';
  return flagged === excluded ? 'All flagged responses are excluded.' : 'No more counted responses.';
}

function otherPages({ department, quarter, areExcluded, page, isLast }: FlaggedPage): Markup | '' {
  if (page === 1 && isLast) return '';
  const to = (page: number) => {
    const query = { quarter: quarter.id, which: areExcluded ? 'excluded' : 'counting', page: String(page) };
    return `${flaggedPath(department)}?${new URLSearchParams(query).toString()}`;
  };
  return html`<nav class="actions" aria-label="Pages">
    ${page === 1 ? '' : html`<a class="button second" href="${to(page - 1)}">Newer</a>`}
    ${isLast ? '' : html`<a class="button second" href="${to(page + 1)}">Older</a>`}
  </nav>`;
}

function summary({ flagged, excluded }: FlaggedPage): string {
  const count = flagged === 1 ? 'One response is flagged' : `${flagged} responses are flagged`;
  const rest = excluded === 0 ? 'none excluded' : `${excluded} excluded`;
  return `${count}, ${rest}. A flag is a warning sign, not proof: a flagged response counts until it is excluded.`;
}

/** The list in a form that excludes the selected responses, or counts excluded ones again. */
function decision(shown: FlaggedPage, list: Markup): Markup {
  const { department, quarter, rows, areExcluded, page, errors = [], typed } = shown;
  const counting = areExcluded ? [] : rows;
  const path = flaggedPath(department);
  return html`<form method="post" action="${path}/exclusions">
    <input type="hidden" name="quarter" value="${quarter.id}" />
    <input type="hidden" name="page" value="${page}" />
    ${counting.map(({ id }) => html`<input type="hidden" name="shown" value="${id}" />`)} ${list}
    ${
      counting.length === 0
        ? ''
        : html`<h2>Exclude from the figures</h2>
            <p>
              An excluded response stays in this list, but no longer counts. The figures show how many responses were
              excluded. A low rating is not a reason to exclude a response.
            </p>
            ${reasonField({
              name: 'reason',
              label: 'Reason',
              value: typed?.reason,
              hint: 'It is stored with your name, as long as the response is stored.',
              errors,
            })}
            <div class="actions">
              <button>Exclude selected</button>
              <button class="second" name="all" value="yes">Exclude all ${counting.length} on this page</button>
            </div>`
    }
  </form>`;
}

/**
 * A flagged response as people may see it, and why it is flagged.
 * @param level of its heading, one below the heading of the list.
 */
export function flaggedDetails(row: FlaggedRow, region: Region, level: 2 | 3): Markup {
  const day = dayInWords(row.receivedAt, region.department.zone);
  return html`${level === 2 ? html`<h2>${day}</h2>` : html`<h3>${day}</h3>`}
    <p class="origin">${origin({ region, ...row })}</p>
    ${row.kinds.map((kind) => html`<p class="note"><b>Flagged.</b> ${flagWords[kind]}</p>`)}
    ${row.comment === null ? '' : quote(maskPersonal(row.comment), row.language)}
    ${row.isHidden ? html`<p class="note">The comment is hidden.</p>` : ''} ${ratingList(row)}`;
}

function entry(page: FlaggedPage, row: FlaggedRow): Markup {
  const { department, regions, isClosed, mayExclude, typed } = page;
  const region = regions.find(({ id }) => id === row.regionId)!;
  const day = dayInWords(row.receivedAt, department.zone);
  return html`<li>
    ${flaggedDetails(row, region, 2)}
    ${
      row.excludedAt === null
        ? mayExclude && !isClosed
          ? checkbox(row, `${day}, ${region.name}`, typed?.ids.includes(row.id) ?? false)
          : ''
        : html`<p class="note">
              <b>Excluded</b> by ${row.by}, ${dayInWords(row.excludedAt, department.zone)}: ${row.reason}
            </p>
            ${mayExclude && !isClosed ? restoreButton(page, row) : ''}`
    }
  </li>`;
}

function checkbox({ id }: FlaggedRow, name: string, isChecked: boolean): Markup {
  const label = html`<label for="exclude-${id}">Exclude<span class="vh">: ${name}</span></label>`;
  return isChecked
    ? html`<p class="tick">
        <input type="checkbox" id="exclude-${id}" name="response" value="${id}" checked /> ${label}
      </p>`
    : html`<p class="tick"><input type="checkbox" id="exclude-${id}" name="response" value="${id}" /> ${label}</p>`;
}

function restoreButton({ department }: FlaggedPage, { id }: FlaggedRow): Markup {
  return html`<button class="second" name="back" value="${id}" formaction="${flaggedPath(department)}/exclusions/end">
    Count it again
  </button>`;
}
