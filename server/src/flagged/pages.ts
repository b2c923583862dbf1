import { dayInWords } from '@heart-survey/shared/dates';
import type { Quarter } from '@heart-survey/shared/quarters';
import { maskPersonal } from '@heart-survey/shared/mask';
import { html } from 'hono/html';
import { origin, quote, ratingList } from '../comments/comments.ts';
import { choiceField, doneNote, problemSummary, type FieldMistake } from '../pages/fields.ts';
import { quarterField } from '../pages/quarter-field.ts';
import { reasonField } from '../pages/reason.ts';
import { departmentViews, type Shown } from '../console/console.ts';
import type { Markup } from '../pages/page.ts';
import type { FlagKind } from '../responses/responses.ts';
import type { Department, Region } from '../org/org.ts';
import type { FlaggedRow } from './queries.ts';

export interface FlaggedPage {
  department: Department;
  /** Those whose comments the person may read, this one among them. */
  departments: Department[];
  /** Those that the reader may read. */
  regions: Region[];
  quarter: Quarter;
  /** Those to choose from, the latest first. */
  quarters: Quarter[];
  isClosed: boolean;
  /** A page of those that count, or of those that are excluded, the last flagged first. */
  rows: FlaggedRow[];
  areExcluded: boolean;
  /** From 1 on. */
  page: number;
  isLast: boolean;
  flagged: number;
  excluded: number;
  /** Whether the reader may take responses out and put them back. */
  mayExclude: boolean;
  mistakes?: FieldMistake[];
  typed?: { reason: string; ids: string[] };
  notice?: string | undefined;
}

/** Where the department's flagged responses are looked at. */
export function flaggedPath({ slug }: Pick<Department, 'slug'>): string {
  return `/console/departments/${slug}/flagged`;
}

const why: Record<FlagKind, string> = {
  trap: 'A field was filled in that no person sees.',
  fast: 'It was sent within two seconds of the page’s being opened.',
  foreign: 'The page of another site sent it.',
  many: 'It is one of more than 30 within ten minutes, or 300 within a day, from one network about this region: somebody’s flood, or a busy lobby.',
  burst:
    'The same answers came many times within ten minutes. Where they are only ratings, an honest one can be among them.',
  self: 'It was sent from the browser of the employee whose link it is.',
};

const done: Record<string, string> = {
  excluded: 'Done. What you chose counts in no figure any more; your reason is with it.',
  restored: 'The response counts again.',
  closed: 'Nothing was changed: the quarter was closed meanwhile, or somebody else was faster.',
};

export function flaggedPage(page: FlaggedPage): Shown {
  const { department, quarter, quarters, rows, flagged, areExcluded } = page;
  const { isClosed, mayExclude, mistakes = [], notice } = page;
  const path = flaggedPath(department);
  const list = html`<ol class="comments" aria-label="Flagged responses, the last ones first">
    ${rows.map((row) => entry(page, row))}
  </ol>`;
  return {
    title: 'Flagged responses',
    sub: `${department.name} · ${quarter.label}`,
    current: 'Flagged',
    hasProblem: mistakes.length > 0,
    main: html`${problemSummary(mistakes)} ${departmentViews(page.departments, department, flaggedPath)}
      ${doneNote(notice, done)}
      <form method="get" action="${path}" class="filter">
        ${quarterField(quarters, quarter)}
        ${choiceField({
          ...{ name: 'which', label: 'Which of them', value: areExcluded ? 'excluded' : 'counting' },
          options: [
            { value: 'counting', label: 'Those that count' },
            { value: 'excluded', label: 'Those that are excluded' },
          ],
        })}
        <div class="actions"><button>Show them</button></div>
      </form>
      ${
        flagged === 0
          ? html`<p class="empty">
              Nothing in ${quarter.label} looks odd. Responses stand here that a machine may have sent, or staff about
              themselves. Flagged or not, each counts until the representative excludes it.
            </p>`
          : html`<p>${summary(page)}</p>
              ${isClosed ? html`<p>The quarter is closed: its figures do not change any more.</p>` : ''}
              ${rows.length === 0 ? html`<p class="empty">${nothingHere(page)}</p>` : mayExclude && !isClosed ? decision(page, list) : list}
              ${otherPages(page)}`
      }`,
  };
}

function nothingHere({ areExcluded, flagged, excluded }: FlaggedPage): string {
  if (areExcluded) return excluded === 0 ? 'None is excluded.' : 'No more are excluded than these pages show.';
  return flagged === excluded ? 'All that were flagged are excluded.' : 'No more count than these pages show.';
}

function otherPages({ department, quarter, areExcluded, page, isLast }: FlaggedPage): Markup | '' {
  if (page === 1 && isLast) return '';
  const to = (page: number) => {
    const query = { quarter: quarter.id, which: areExcluded ? 'excluded' : 'counting', page: String(page) };
    return `${flaggedPath(department)}?${new URLSearchParams(query).toString()}`;
  };
  return html`<nav class="actions" aria-label="Pages">
    ${page === 1 ? '' : html`<a class="button second" href="${to(page - 1)}">Flagged later</a>`}
    ${isLast ? '' : html`<a class="button second" href="${to(page + 1)}">Flagged earlier</a>`}
  </nav>`;
}

function summary({ flagged, excluded }: FlaggedPage): string {
  const count = flagged === 1 ? 'One response is flagged' : `${flagged} responses are flagged`;
  const out = excluded === 0 ? 'none of them is excluded' : `${excluded} of them excluded`;
  return `${count}, ${out}. A flag is a hint and no proof: what is flagged counts until it is excluded.`;
}

/** The list with a box at each response that counts, and what to do with those that are ticked. */
function decision(shown: FlaggedPage, list: Markup): Markup {
  const { department, quarter, rows, areExcluded, page, mistakes = [], typed } = shown;
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
              An excluded response is kept and shown here, and counts nowhere; how many were excluded stands beside the
              figures. A bad rating is no reason.
            </p>
            ${reasonField({
              name: 'reason',
              label: 'Reason',
              value: typed?.reason,
              hint: 'It is stored with your name, as long as the response is stored.',
              mistakes,
            })}
            <div class="actions">
              <button>Exclude those that are ticked</button>
              <button class="second" name="all" value="yes">Exclude all ${counting.length} shown here</button>
            </div>`
    }
  </form>`;
}

function entry(page: FlaggedPage, row: FlaggedRow): Markup {
  const { department, regions, isClosed, mayExclude, typed } = page;
  const region = regions.find(({ id }) => id === row.regionId)!;
  const day = dayInWords(row.receivedAt, department.zone);
  return html`<li>
    <h2>${day}</h2>
    <p class="origin">${origin({ region, ...row })}</p>
    ${row.kinds.map((kind) => html`<p class="note"><b>Flagged.</b> ${why[kind]}</p>`)}
    ${row.comment === null ? '' : quote(maskPersonal(row.comment), row.language)}
    ${row.isHidden ? html`<p class="note">Its comment is hidden.</p>` : ''} ${ratingList(row)}
    ${
      row.excludedAt === null
        ? mayExclude && !isClosed
          ? box(row, `${day}, ${region.name}`, typed?.ids.includes(row.id) ?? false)
          : ''
        : html`<p class="note">
              <b>Excluded</b> by ${row.by}, ${dayInWords(row.excludedAt, department.zone)}: ${row.reason}
            </p>
            ${mayExclude && !isClosed ? backButton(page, row) : ''}`
    }
  </li>`;
}

function box({ id }: FlaggedRow, what: string, isTicked: boolean): Markup {
  const label = html`<label for="exclude-${id}">Exclude this one<span class="vh">: ${what}</span></label>`;
  return isTicked
    ? html`<p class="tick">
        <input type="checkbox" id="exclude-${id}" name="response" value="${id}" checked /> ${label}
      </p>`
    : html`<p class="tick"><input type="checkbox" id="exclude-${id}" name="response" value="${id}" /> ${label}</p>`;
}

function backButton({ department }: FlaggedPage, { id }: FlaggedRow): Markup {
  return html`<button class="second" name="back" value="${id}" formaction="${flaggedPath(department)}/exclusions/end">
    Put it back
  </button>`;
}
